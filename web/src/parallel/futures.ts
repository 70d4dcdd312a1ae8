/** The selected futures as a list, and one of them opened in full. */

import { askText, sentence, withdrawn } from "../ask";
import { count } from "../numbers";
import { swap } from "../swap";
import { read, set, write } from "../url";
import { say } from "../words";

/** So many are listed; the rest is counted. */
const LISTED = 24;

/** Where futures are listed and opened. */
export interface Shelf {
  /** Lists futures by their numbers. */
  list(members: Iterable<number>): void;
}

/** The list and the opened future of a pathway; `undefined` where the page has no place for them. */
export function shelf(pathway: string): Shelf | undefined {
  const list = document.getElementById("parallel-futures");
  const place = document.getElementById("future");
  if (!list || !place) return undefined;
  const into: HTMLElement = place;
  let running = new AbortController();
  let opened = read().get("future") ?? undefined;

  async function open(member: string, focus: boolean): Promise<void> {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    opened = member;
    mark();
    write((query) => set(query, "future", member));
    try {
      const query = new URLSearchParams({ pathway, member });
      swap(into, await askText(`api/future?${query}`, { signal }));
      into.setAttribute("tabindex", "-1");
      if (focus) into.focus({ preventScroll: true });
      if (focus) into.scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (!withdrawn(error)) into.textContent = sentence(error);
    }
  }

  function mark(): void {
    for (const button of list!.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.member === opened));
    }
  }

  into.replaceChildren();
  if (opened !== undefined) void open(opened, false);
  return {
    list(members) {
      const items: HTMLLIElement[] = [];
      for (const member of members) {
        if (items.length === LISTED) break;
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.member = String(member);
        button.textContent = say("script.future", { future: count(member) });
        button.addEventListener("click", () => void open(String(member), true));
        const item = document.createElement("li");
        item.append(button);
        items.push(item);
      }
      list.replaceChildren(...items);
      mark();
    },
  };
}
