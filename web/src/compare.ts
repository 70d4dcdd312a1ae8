/** The comparison by one measure: its picture comes first and its column stands out, and the address says which. */

import { choice } from "./choice";
import { read, set, write } from "./url";
import { say } from "./words";

const HEADS = "#pathways thead th[scope=col] a[href]";
const PICTURES = "#pathways .strips figure";

/** Adds the choice of a measure above the pictures of the pathways, where the page has any. */
export function compare(): void {
  const heads = [...document.querySelectorAll<HTMLAnchorElement>(HEADS)];
  const pictures = [...document.querySelectorAll<HTMLElement>(PICTURES)];
  const place = pictures[0]?.parentElement;
  if (!place || heads.length === 0 || document.body.dataset.page !== "compare") return;
  const names = heads.map((head) => (head.getAttribute("href") ?? "").replace(/^.*#measure-/, ""));
  const every: [string, string] = [say("script.every-measure"), ""];
  const options = heads.map((head, at): [string, string] => [head.textContent ?? "", names[at] ?? ""]);
  const select = choice("measure", say("script.measure"), [every, ...options], place);

  const asked = read().get("measure");
  if (asked !== null && names.includes(asked)) select.value = asked;
  const show = () => {
    const chosen = names.indexOf(select.value);
    pictures.forEach((picture, at) => picture.classList.toggle("chosen", at === chosen));
    mark(heads, chosen);
  };
  show();
  select.addEventListener("change", () => {
    show();
    write((query) => set(query, "measure", select.value === "" ? undefined : select.value));
  });
}

/** Marks the cells below one of the heads, or of none, and brings them into sight where their table scrolls. */
function mark(heads: HTMLAnchorElement[], chosen: number): void {
  const cell = heads[chosen]?.closest("th");
  for (const table of new Set(heads.map((head) => head.closest("table")))) {
    const here = cell?.closest("table") === table ? cell : undefined;
    table?.classList.toggle("choosing", here !== undefined);
    for (const row of table?.rows ?? []) {
      for (const other of row.cells) {
        other.classList.toggle("chosen", other.cellIndex === here?.cellIndex && other.colSpan === 1);
      }
    }
    const scroller = table?.parentElement;
    if (here && scroller) scroller.scrollLeft += middle(here) - middle(scroller);
  }
}

function middle(element: Element): number {
  const { left, right } = element.getBoundingClientRect();
  return (left + right) / 2;
}
