/** The lines on a canvas: all futures behind, drawn once, and those selected in front of them. */

import { density, type Grain, tint } from "./density";
import type { Column } from "./columns";
import { type Layout, axisX } from "./layout";

type Colour = readonly [number, number, number];

/** Up to here each line is drawn for itself, above as densities. */
const SINGLE_LINES = 1500;

/** How finely densities are drawn at rest, while a hand moves, and where that takes too long. */
export const FINE = 1;
const COARSE = 2;
const COARSEST = 4;

/** Half a frame at 30 a second: the other half is the browser's. */
const LONG_MS = 14;
const SHORT_MS = 5;

/** The grain for the next picture of a moving hand, by how long the last one took. */
export function grainAfter(last: Grain, took: number): Grain {
  if (took > LONG_MS) return COARSEST;
  return last === FINE || took < SHORT_MS ? COARSE : last;
}

/** Colours of the page's style sheet, in its present light or dark theme. */
export interface Ink {
  behind: Colour;
  front: Colour;
  line: string;
  text: string;
  bar: string;
}

/** Empties a canvas and draws rows of the shown columns on it in one colour, as lines or as densities. */
export function drawLines(
  canvas: HTMLCanvasElement,
  shown: Column[],
  rows: Uint32Array,
  layout: Layout,
  colour: Colour,
  grain: Grain,
): void {
  const pen = canvas.getContext("2d")!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  if (rows.length <= SINGLE_LINES) drawSingle(pen, shown, rows, layout, colour);
  else drawDense(pen, shown, rows, layout, colour, grain);
}

function drawSingle(
  pen: CanvasRenderingContext2D,
  shown: Column[],
  rows: Uint32Array,
  layout: Layout,
  colour: Colour,
): void {
  pen.setTransform(layout.ratio, 0, 0, layout.ratio, 0, 0);
  pen.strokeStyle = `rgb(${colour.join(" ")})`;
  pen.globalAlpha = Math.min(0.85, Math.max(0.1, 5 / Math.sqrt(rows.length + 1)));
  pen.lineWidth = rows.length < 100 ? 1.5 : 1;
  for (const row of rows) {
    pen.beginPath();
    let drawing = false;
    shown.forEach((column, at) => {
      const place = column.places[row]!;
      const known = place === place;
      if (known && drawing) pen.lineTo(axisX(layout, at), layout.top + place * layout.height);
      else if (known) pen.moveTo(axisX(layout, at), layout.top + place * layout.height);
      drawing = known;
    });
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** Densities are reckoned in the page's own pixels, larger while a hand moves: finer ones would cost frames. */
function drawDense(
  pen: CanvasRenderingContext2D,
  shown: Column[],
  rows: Uint32Array,
  layout: Layout,
  colour: Colour,
  grain: Grain,
): void {
  const { ratio } = layout;
  const height = Math.round(layout.height / grain);
  const sheet = new OffscreenCanvas(1, height);
  for (let at = 0; at + 1 < shown.length; at++) {
    const begin = axisX(layout, at);
    const across = axisX(layout, at + 1) - begin;
    const width = Math.max(1, Math.round(across / grain));
    const gap = { from: shown[at]!.bins, to: shown[at + 1]!.bins, width, height };
    const image = new ImageData(width, height);
    tint(density(gap, rows, grain), image, colour);
    sheet.width = width;
    sheet.getContext("2d")!.putImageData(image, 0, 0);
    pen.drawImage(sheet, begin * ratio, layout.top * ratio, across * ratio, layout.height * ratio);
  }
}
