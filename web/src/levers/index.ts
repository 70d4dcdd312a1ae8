/** The page of levers: every move is asked of the server, shown, listed and written into the address. */

import { ask, sentence } from "../ask";
import { readNewFans } from "../date";
import { count, time } from "../numbers";
import { swap } from "../swap";
import type { LeverSheet, Moved } from "../types";
import { leverKey, read, set, write } from "../url";
import { say } from "../words";
import { listChanged } from "./changed";
import { type Lever, leversOf } from "./lever";
import { mover, type Position } from "./mover";
import { scenarios } from "./scenarios";

/** What other parts of the page do with the levers. */
export interface Sheet {
  position(): Position;
  /** Puts the levers where a position says; all others stand as in its pathway. */
  open(position: Position): void;
  /** Asks again: the strategy may have changed. */
  again(): void;
}

/** Makes a form of levers move; `undefined` where the page has none. */
export function levers(): Sheet | undefined {
  const form = document.querySelector<HTMLFormElement>("form#levers");
  if (!form) return undefined;
  const held = leversOf(form);
  const pathway = document.querySelector<HTMLSelectElement>("select#pathway");
  const state = part("moved-state");
  const move = mover({
    asked: () => state.setAttribute("aria-busy", "true"),
    answered(moved, finer) {
      state.removeAttribute("aria-busy");
      state.textContent = told(moved, finer);
      show(moved);
    },
    failed(error) {
      state.removeAttribute("aria-busy");
      state.textContent = sentence(error);
    },
  });
  const named = () => pathway?.value ?? form.dataset.pathway ?? "";
  /** The pathway whose positions the levers start from, and where each pathway has them. */
  let standing = form.dataset.pathway ?? "";
  let starts: LeverSheet | undefined;

  const known = (name: string) => [...(pathway?.options ?? [])].some(({ value }) => value === name);
  const chosen = (name: string) => (known(name) ? name : named());
  const choose = (name: string) => {
    if (pathway && known(name)) pathway.value = name;
  };

  function position(): Position {
    const moved = held.filter((lever) => lever.moved());
    return { pathway: named(), levers: moved.map((lever) => [lever.name, lever.value()]) };
  }

  function tell(): void {
    for (const lever of held) lever.tell();
    listChanged(part("changed"), held, (lever) => {
      lever.put(lever.start());
      changed();
    });
  }

  function changed(): void {
    tell();
    write((query) => {
      set(query, "pathway", named() === form?.dataset.pathway ? undefined : named());
      for (const lever of held) set(query, leverKey(lever.name), lever.moved() ? String(lever.value()) : undefined);
    });
    move(position());
  }

  function reset(): void {
    for (const lever of held) lever.put(lever.start());
    changed();
  }

  /** Puts the levers somewhere; `where` is asked once all is known, so that no move made meanwhile is lost. */
  async function open(where: () => Position): Promise<void> {
    try {
      if (chosen(where().pathway) !== standing) starts ??= await ask<LeverSheet>("api/levers");
    } catch (error) {
      state.textContent = sentence(error);
      return;
    }
    const to = where();
    choose(to.pathway);
    for (const lever of held) {
      const start = standing === named() ? undefined : starts?.levers.find(({ name }) => name === lever.name)?.values[named()];
      if (start !== undefined) lever.startAt(String(start));
      lever.put(lever.start());
    }
    standing = named();
    for (const [name, value] of to.levers) held.find((lever) => lever.name === name)?.put(String(value));
    // What was moved is seen.
    for (const lever of held) if (lever.moved()) lever.control.closest("details")?.setAttribute("open", "");
    changed();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target !== pathway) changed();
  });
  document.getElementById("reset")?.addEventListener("click", (event) => {
    event.preventDefault();
    reset();
  });
  pathway?.addEventListener("change", () => void open(position));

  const sheet: Sheet = {
    position,
    open: (to) => void open(() => to),
    again: () => move(position()),
  };
  tell();
  const asked = fromAddress(held);
  sheet.open({ ...asked, pathway: asked.pathway || named() });
  scenarios(sheet);
  return sheet;
}

/** The pathway and the levers that the address names. */
function fromAddress(held: Lever[]): Position {
  const query = read();
  const named = held.flatMap((lever): [string, string][] => {
    const value = query.get(leverKey(lever.name));
    return value === null ? [] : [[lever.name, value]];
  });
  return { pathway: query.get("pathway") ?? "", levers: named };
}

function show(moved: Moved): void {
  swap(part("moved-table"), moved.table);
  tellShort(part("moved-table"), part("moved-short"));
  swap(part("moved-charts"), moved.charts.join("\n"));
  readNewFans(part("moved-charts"));
  const command = document.getElementById("moved-command");
  if (command) command.textContent = moved.command;
}

/** The first measure in a line, for screens on which the levers hide the table. */
function tellShort(table: HTMLElement, short: HTMLElement): void {
  const row = table.querySelector("tbody tr");
  const [measure, moved, unchanged] = [row?.querySelector(".measure"), ...(row?.querySelectorAll("td") ?? [])];
  if (!measure || !moved || !unchanged) return;
  const text = (of: Element) => of.textContent ?? "";
  short.textContent = say("script.moved-short", { measure: text(measure), moved: text(moved), unchanged: text(unchanged) });
  short.hidden = false;
}

function told(moved: Moved, finer: boolean): string {
  const places = { futures: count(moved.futures), seconds: time(moved.seconds) };
  const key = moved.from === "decision" ? "script.moved-from-decision" : "script.moved";
  return say(key, places) + (finer ? ` ${say("script.refining")}` : "");
}

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
