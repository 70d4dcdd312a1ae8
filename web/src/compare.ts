/** The comparison by one measure: its column stands out, and the address says which, so that a link shows it. */

import { read, set, write } from "./url";
import { say } from "./words";

const HEADS = "#pathways thead th[scope=col] a[href]";

/** Adds the choice of a measure above the table of pathways, where the page has one. */
export function compare(): void {
  const heads = [...document.querySelectorAll<HTMLAnchorElement>(HEADS)];
  if (heads.length === 0 || document.body.dataset.page !== "compare") return;
  const names = heads.map((head) => (head.getAttribute("href") ?? "").replace(/^.*#measure-/, ""));
  const select = document.createElement("select");
  select.id = "measure";
  select.append(new Option(say("script.every-measure"), ""), ...heads.map((head, at) => new Option(head.textContent ?? "", names[at])));
  const label = document.createElement("label");
  label.htmlFor = select.id;
  label.textContent = say("script.measure");
  const field = document.createElement("p");
  field.className = "field";
  field.append(label, " ", select);
  heads[0]?.closest("table")?.parentElement?.before(field);

  const asked = read().get("measure");
  if (asked !== null && names.includes(asked)) select.value = asked;
  const show = () => mark(heads, names.indexOf(select.value));
  show();
  select.addEventListener("change", () => {
    show();
    write((query) => set(query, "measure", select.value === "" ? undefined : select.value));
  });
}

/** Marks the cells below one of the heads, or of none. */
function mark(heads: HTMLAnchorElement[], chosen: number): void {
  const tables = new Set(heads.map((head) => head.closest("table")));
  for (const table of tables) {
    table?.classList.toggle("choosing", chosen >= 0);
    const cell = chosen < 0 ? undefined : heads[chosen]?.closest("th");
    for (const row of table?.rows ?? []) {
      [...row.cells].forEach((other) => other.classList.toggle("chosen", other.cellIndex === cell?.cellIndex && other.colSpan === 1));
    }
    cell?.scrollIntoView({ block: "nearest", inline: "center" });
  }
}
