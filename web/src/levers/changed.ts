/** The list of what was changed, each line with a button that takes it back. */

import { say } from "../words";
import type { Lever } from "./lever";

/** Writes the list anew. */
export function listChanged(list: HTMLElement, levers: Lever[], undo: (lever: Lever) => void): void {
  const moved = levers.filter((lever) => lever.moved());
  list.replaceChildren(...(moved.length === 0 ? [nothing()] : moved.map((lever) => line(lever, undo))));
}

function nothing(): HTMLLIElement {
  const item = document.createElement("li");
  item.textContent = say("script.nothing-changed");
  return item;
}

function line(lever: Lever, undo: (lever: Lever) => void): HTMLLIElement {
  const item = document.createElement("li");
  const from = lever.spoken(lever.start());
  const to = lever.spoken(String(lever.value()));
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = say("script.undo");
  back.setAttribute("aria-label", say("script.undo-lever", { lever: lever.title }));
  back.addEventListener("click", () => {
    undo(lever);
    lever.control.focus();
  });
  item.append(say("script.changed", { lever: lever.title, from, to }), " ", back);
  return item;
}
