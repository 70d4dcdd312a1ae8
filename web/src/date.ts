/** The date at which the fans are read: by default their end, otherwise the one in the address. */

import { choice } from "./choice";
import { read, set, write } from "./url";
import { say } from "./words";

/** One fan: what it says at every time, and where in its drawing that is. */
interface Fan {
  told: HTMLElement;
  ending: string;
  drawing: SVGSVGElement | null;
  readings: { date: string; value: string; place: string }[];
}

let select: HTMLSelectElement | undefined;

/** Adds the choice of a date above the fans of a page that has any. */
export function date(): void {
  const fans = document.querySelector("#charts .chart, #moved-charts");
  if (!fans) return;
  select = choice("date", say("script.read-at"), [[say("script.at-the-end"), ""]], fans);
  readNewFans(document);
  select.addEventListener("change", () => {
    readFans(document);
    write((query) => set(query, "date", select?.value || undefined));
  });
}

/** Reads fans that are new on the page at the date that is chosen; the first ones say which dates there are. */
export function readNewFans(within: ParentNode): void {
  if (!select) return;
  if (select.options.length < 2) {
    const dates = new Set(fansIn(within).flatMap(({ readings }) => readings.map((reading) => reading.date)));
    select.append(...[...dates].map((each) => new Option(each, each)));
    const asked = read().get("date") ?? "";
    if (dates.has(asked)) select.value = asked;
  }
  if (select.parentElement) select.parentElement.hidden = select.options.length < 2;
  if (select.value !== "") readFans(within);
}

function fansIn(within: ParentNode): Fan[] {
  return [...within.querySelectorAll<HTMLTemplateElement>("template.readings")].flatMap((held) => {
    const told = held.previousElementSibling;
    if (!(told instanceof HTMLElement)) return [];
    told.dataset.ending ??= told.textContent ?? "";
    const places = (held.dataset.x ?? "").split(" ");
    const lines = (held.content.textContent ?? "").split("\n").filter((line) => line !== "");
    const readings = lines.map((line, at) => {
      const [date = "", value = ""] = line.split("|");
      return { date, value, place: places[at] ?? "" };
    });
    return { told, ending: told.dataset.ending, drawing: held.closest("figure")?.querySelector("svg") ?? null, readings };
  });
}

function readFans(within: ParentNode): void {
  for (const { told, ending, drawing, readings } of fansIn(within)) {
    const reading = readings.find(({ date }) => date === select?.value);
    told.textContent = reading ? `${reading.date}: ${reading.value}` : ending;
    drawing?.querySelector(".read-at")?.remove();
    if (drawing && reading) drawing.append(line(drawing, reading.place));
  }
}

/** A line across the plot: from the lowest of the rows that are drawn for values to the highest. */
function line(drawing: SVGSVGElement, x: string): SVGLineElement {
  const ends = [...drawing.querySelectorAll("line.grid, line.zero")].map((row) => Number(row.getAttribute("y1")));
  const across = document.createElementNS(drawing.namespaceURI, "line") as SVGLineElement;
  across.setAttribute("class", "read-at");
  across.setAttribute("x1", x);
  across.setAttribute("x2", x);
  across.setAttribute("y1", String(Math.min(...ends)));
  across.setAttribute("y2", String(Math.max(...ends)));
  return across;
}
