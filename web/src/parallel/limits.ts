/** Brushing without a pointer: for each axis two sliders, its lower and its upper limit, in words and numbers. */

import { count, measured } from "../numbers";
import { say } from "../words";
import type { Brush, Brushes } from "./brushes";
import type { Column } from "./columns";

/** Steps from one end of an axis to the other. */
const STEPS = 200;

/** Writes the sliders of the shown axes into a place. */
export function limits(
  place: HTMLElement,
  shown: Column[],
  brushes: Brushes,
  changed: (name: string, brush: Brush | undefined) => void,
): { show(): void } {
  const groups = shown.map((column) => group(column, brushes, changed));
  place.replaceChildren(...groups.map(({ element }) => element));
  return { show: () => groups.forEach(({ show }) => show()) };
}

function group(column: Column, brushes: Brushes, changed: (name: string, brush: Brush | undefined) => void) {
  const { axis } = column;
  const element = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = axis.title;
  const told = document.createElement("p");
  told.className = "quiet";
  const low = slider("script.at-least", axis.title);
  const high = slider("script.at-most", axis.title);
  element.append(legend, low, high, told);
  const unknown = column.values.reduce((held, value) => held + (value === value ? 0 : 1), 0);

  function show(): void {
    const brush = brushes.get(axis.name);
    const at = brush ?? { low: axis.min, high: axis.max };
    low.value = String(stepOf(column, at.low));
    high.value = String(stepOf(column, at.high));
    low.setAttribute("aria-valuetext", measured(at.low, axis.unit));
    high.setAttribute("aria-valuetext", measured(at.high, axis.unit));
    element.classList.toggle("limited", brush !== undefined);
    const places = { low: measured(at.low, axis.unit), high: measured(at.high, axis.unit) };
    told.textContent = say(brush ? "script.limited" : "script.range", places);
    if (unknown > 0) told.textContent += ` ${say("script.unknown", { count: count(unknown) })}`;
  }

  function moved(event: Event): void {
    const ends = [Number(low.value), Number(high.value)] as [number, number];
    // The limit that is moved pushes the other one along.
    if (ends[0] > ends[1]) ends.fill(event.target === low ? ends[0] : ends[1]);
    const brush = { low: valueOf(column, ends[0]), high: valueOf(column, ends[1]) };
    changed(axis.name, brush);
  }

  low.addEventListener("input", moved);
  high.addEventListener("input", moved);
  show();
  return { element, show };
}

function slider(key: string, title: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "range";
  input.min = "0";
  input.max = String(STEPS);
  input.setAttribute("aria-label", say(key, { axis: title }));
  return input;
}

function stepOf({ scale }: Column, value: number): number {
  return Math.round(STEPS * scale.share(value));
}

function valueOf({ scale }: Column, step: number): number {
  return scale.value(step / STEPS);
}
