/** What the script puts in the place of the static picture: layers of canvas, names of axes, sliders. */

import { layoutFor, type Layout } from "./layout";
import type { Ink } from "./picture";

const HEIGHT = 340;

/** The parts of the stage. */
export interface Stage {
  behind: HTMLCanvasElement;
  front: HTMLCanvasElement;
  names: HTMLElement;
  ends: HTMLElement;
  limits: HTMLElement;
  chooser: HTMLDetailsElement;
  clear: HTMLButtonElement;
  /** Takes everything away again. */
  remove(): void;
  /** Gives all layers the size for so many axes. */
  fit(axes: number): Layout;
}

/** What the stage is called and explained by. */
export interface Told {
  label: string;
  reading: string;
  clear: string;
}

/** Builds the stage in a figure, what is selected told below the lines; the static picture is hidden. */
export function stage(figure: HTMLElement, state: HTMLElement, told: Told): Stage {
  const scroller = make("div", "parallel-scroller");
  const names = make("div", "parallel-names");
  const layers = make("div", "parallel-layers");
  const ends = make("div", "parallel-ends");
  const behind = make("canvas", "layer");
  const front = make("canvas", "layer");
  behind.setAttribute("role", "img");
  behind.setAttribute("aria-label", told.label);
  front.setAttribute("aria-hidden", "true");
  layers.append(behind, front);
  const inner = make("div", "parallel-stage");
  inner.append(names, layers, ends);
  scroller.append(inner);
  // A region that scrolls must be reachable by keyboard.
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "group");
  scroller.setAttribute("aria-label", told.label);
  const limits = make("div", "parallel-limits");
  const chooser = make("details", "parallel-axes") as HTMLDetailsElement;
  const clear = make("button", "parallel-clear") as HTMLButtonElement;
  clear.type = "button";
  clear.textContent = told.clear;
  for (const picture of figure.querySelectorAll("svg")) picture.setAttribute("hidden", "");
  figure.classList.add("moving");
  const reading = make("p", "quiet");
  reading.textContent = told.reading;
  figure.prepend(scroller, state, reading, limits, clear, chooser);

  function fit(count: number): Layout {
    const layout = layoutFor(count, { width: scroller.clientWidth, height: HEIGHT });
    inner.style.inlineSize = `${layout.width}px`;
    layers.style.blockSize = `${HEIGHT}px`;
    for (const canvas of [behind, front]) {
      canvas.width = Math.round(layout.width * layout.ratio);
      canvas.height = Math.round(HEIGHT * layout.ratio);
      canvas.style.inlineSize = `${layout.width}px`;
      canvas.style.blockSize = `${HEIGHT}px`;
    }
    return layout;
  }
  const remove = () => [scroller, reading, limits, clear, chooser].forEach((part) => part.remove());
  return { behind, front, names, ends, limits, chooser, clear, remove, fit };
}

/** The colours of the style sheet as they are now. */
export function inkOf(element: HTMLElement): Ink {
  const style = getComputedStyle(element);
  const named = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    behind: parts(named("--mark", "#8a8f98")),
    front: parts(named("--accent", "#0b63a0")),
    line: named("--ink", "#1b1e23"),
    text: named("--soft", "#565c66"),
    bar: named("--fails", "#a83a00"),
  };
}

function parts(colour: string): [number, number, number] {
  const digits = Number.parseInt(colour.slice(1, 7), 16);
  return [(digits >> 16) & 255, (digits >> 8) & 255, digits & 255];
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
