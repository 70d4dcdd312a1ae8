/** The axes over the lines: their names and ends, what is acceptable, and the brushed stretch of each. */

import { measured } from "../numbers";
import { say } from "../words";
import type { Column } from "./columns";
import { placeOf, valueAt } from "./columns";
import { axisX, type Layout } from "./layout";
import type { Ink } from "./picture";
import type { Brushes } from "./brushes";

/** Half the width of a brushed stretch. */
export const HALF = 7;

/** Draws axes, limits of the acceptable and brushes over what a canvas holds. */
export function drawAxes(canvas: HTMLCanvasElement, shown: Column[], layout: Layout, brushes: Brushes, ink: Ink): void {
  const pen = canvas.getContext("2d")!;
  pen.setTransform(layout.ratio, 0, 0, layout.ratio, 0, 0);
  shown.forEach((column, at) => {
    const { axis } = column;
    const x = axisX(layout, at);
    pen.fillStyle = ink.line;
    pen.fillRect(x - 0.75, layout.top, 1.5, layout.height);
    if (axis.bar !== null) {
      pen.fillStyle = ink.bar;
      pen.fillRect(x - 10, layout.top + placeOf(column, axis.bar) * layout.height - 1, 20, 2);
    }
    const brush = brushes.get(axis.name);
    if (!brush) return;
    const ends = [placeOf(column, brush.low), placeOf(column, brush.high)];
    const top = layout.top + Math.min(...ends) * layout.height;
    const height = Math.max(2, Math.abs(ends[0]! - ends[1]!) * layout.height);
    pen.fillStyle = pen.strokeStyle = `rgb(${ink.front.join(" ")})`;
    pen.globalAlpha = 0.28;
    pen.fillRect(x - HALF, top, 2 * HALF, height);
    pen.globalAlpha = 1;
    pen.lineWidth = 1.5;
    pen.strokeRect(x - HALF, top, 2 * HALF, height);
  });
}

/** Writes names and ends of the axes as text of the page, which can be read aloud, copied and enlarged. */
export function nameAxes(place: HTMLElement, which: "top" | "bottom", shown: Column[], layout: Layout): void {
  place.replaceChildren(
    ...shown.map((column, at) => {
      const { axis, scale } = column;
      const label = document.createElement("div");
      label.className = `axis-${which}`;
      const end = document.createElement("span");
      end.textContent = measured(valueAt(column, which === "top" ? 0 : 1), axis.unit);
      if (which === "top") {
        const name = document.createElement("span");
        name.className = "axis-name";
        name.textContent = axis.title;
        name.title = axis.title;
        label.append(name);
      }
      label.append(end);
      if (which === "bottom" && scale.logarithmic) label.append(` (${say("script.logarithmic")})`);
      label.style.left = `${axisX(layout, at)}px`;
      return label;
    }),
  );
}
