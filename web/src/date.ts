/** The date at which the fans are read: by default their end, otherwise the one in the address. */

import { read, set, write } from "./url";
import { say } from "./words";

/** One fan: what it says at every time, and where in its drawing that is. */
interface Fan {
  told: HTMLElement;
  ending: string;
  drawing: SVGSVGElement | null;
  dates: string[];
  values: string[];
  places: string[];
}

let chosen = "";

/** Adds the choice of a date above the fans of a page that has any. */
export function date(): void {
  const before = document.querySelector("#charts .chart, #moved-charts");
  if (!before) return;
  const select = document.createElement("select");
  select.id = "date";
  select.add(new Option(say("script.at-the-end"), ""));
  const label = document.createElement("label");
  label.htmlFor = select.id;
  label.textContent = say("script.read-at");
  const field = document.createElement("p");
  field.className = "field";
  field.append(label, " ", select);
  before.before(field);

  const asked = read().get("date") ?? "";
  const fill = () => {
    const known = new Set([...select.options].map(({ value }) => value));
    for (const day of fansIn(document).flatMap(({ dates }) => dates)) {
      if (known.has(day)) continue;
      known.add(day);
      select.add(new Option(day, day));
    }
    if (chosen === "" && asked !== "" && known.has(asked)) chosen = select.value = asked;
    field.hidden = known.size < 2;
  };
  fill();
  readFans(document);
  select.addEventListener("change", () => {
    chosen = select.value;
    readFans(document);
    write((query) => set(query, "date", chosen === "" ? undefined : chosen));
  });
  filled = fill;
}

let filled: (() => void) | undefined;

/** Reads fans that are new on the page at the date that is chosen. */
export function readNewFans(within: ParentNode): void {
  filled?.();
  if (chosen !== "") readFans(within);
}

function fansIn(within: ParentNode): Fan[] {
  return [...within.querySelectorAll<HTMLTemplateElement>("template.readings")].flatMap((held) => {
    const told = held.previousElementSibling;
    if (!(told instanceof HTMLElement)) return [];
    told.dataset.ending ??= told.textContent ?? "";
    const lines = (held.content.textContent ?? "").split("\n").map((line) => line.split("|"));
    return {
      told,
      ending: told.dataset.ending,
      drawing: held.closest("figure")?.querySelector("svg") ?? null,
      dates: lines.map(([day]) => day ?? ""),
      values: lines.map(([, value]) => value ?? ""),
      places: (held.dataset.x ?? "").split(" "),
    };
  });
}

function readFans(within: ParentNode): void {
  for (const fan of fansIn(within)) {
    const at = fan.dates.indexOf(chosen);
    fan.told.textContent = at < 0 ? fan.ending : `${fan.dates[at]}: ${fan.values[at]}`;
    fan.drawing?.querySelector(".read-at")?.remove();
    const place = fan.places[at];
    if (fan.drawing && place !== undefined) fan.drawing.append(line(fan.drawing, place));
  }
}

/** A line across the plot: as high as the drawing's own marks of dates reach up. */
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
