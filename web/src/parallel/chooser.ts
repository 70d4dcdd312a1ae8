/** Which axes are shown: a list of check boxes, measures first. */

import { say } from "../words";
import type { Column } from "./columns";

/** So many axes are shown unless somebody chooses. */
const SHOWN = 7;

/** Kinds of axes, and what they are called. */
const KINDS = [
  ["uncertainty", "script.axes-uncertainty"],
  ["measure", "script.axes-measure"],
] as const;

/** The axes that the page speaks of: those that the limits of its boxes link to. */
export function spokenOf(section: Element | null): string[] {
  const links = section?.querySelectorAll("table a[href*='#']") ?? [];
  return [...links].map((link) => (link.getAttribute("href") ?? "").replace(/^.*#[a-z]+-/, ""));
}

/**
 * The axes to begin with, where nobody asked for others: half of them measures if there are as many, the rest uncertainties,
 * first those that the page speaks of, in its order, and then as the server orders them.
 */
export function firstShown(all: Column[], asked: string[], spoken: string[]): string[] {
  const names = all.map(({ axis }) => axis.name);
  const known = asked.filter((name) => names.includes(name));
  if (known.length > 1) return known;
  // What is the same in all futures tells none apart.
  const of = (kind: string) => {
    const varied = all.filter(({ axis }) => axis.kind === kind && axis.min < axis.max).map(({ axis }) => axis.name);
    return [...new Set([...spoken.filter((name) => varied.includes(name)), ...varied])];
  };
  const [uncertain, measures] = [of("uncertainty"), of("measure")];
  const causes = uncertain.slice(0, Math.max(SHOWN - measures.length, Math.floor(SHOWN / 2)));
  const first = [...causes, ...measures.slice(0, SHOWN - causes.length)];
  return first.length > 1 ? first : names.slice(0, 2);
}

/** Writes the check boxes into a place. */
export function chooser(place: HTMLElement, all: Column[], shown: string[], changed: (names: string[]) => void): void {
  const boxes = all.map(({ axis }) => {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = axis.name;
    box.checked = shown.includes(axis.name);
    return box;
  });
  const summary = document.createElement("summary");
  summary.textContent = say("script.axes-shown");
  const groups = KINDS.map(([kind, title]) => {
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = say(title);
    group.append(legend);
    all.forEach(({ axis }, at) => {
      if (axis.kind !== kind) return;
      const label = document.createElement("label");
      label.append(boxes[at]!, ` ${axis.title}`);
      group.append(label);
    });
    return group;
  });
  place.replaceChildren(summary, ...groups);
  place.addEventListener("change", (event) => {
    const names = boxes.filter((box) => box.checked).map((box) => box.value);
    // Lines need two axes.
    if (names.length < 2 && event.target instanceof HTMLInputElement) event.target.checked = true;
    else changed(names);
  });
}
