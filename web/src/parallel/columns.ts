/** Futures as columns of numbers: one for each uncertainty and each measure. */

import { ask, askBytes } from "../ask";
import type { Axis, Outcomes } from "../types";
import { binned } from "./density";
import { type Scale, scaleFor } from "./scale";

/** An axis with its values and where they stand on it. */
export interface Column {
  axis: Axis;
  values: Float32Array;
  scale: Scale;
  /** From 0 (top of the axis) to 1 (bottom), the better end on top; NaN where unknown. */
  places: Float32Array;
  /** The same as bins of a density. */
  bins: Uint8Array;
}

/** The columns of a pathway. */
export interface Columns {
  sheet: Outcomes;
  all: Column[];
}

/** Fetches a pathway's futures. */
export async function columnsOf(pathway: string, signal: AbortSignal): Promise<Columns> {
  const which = `pathway=${encodeURIComponent(pathway)}`;
  const sheet = await ask<Outcomes>(`api/outcomes?${which}`, { signal });
  const bytes = await askBytes(`api/outcomes.bin?${which}`, { signal });
  const needed = 4 * sheet.rows * sheet.axes.length;
  if (bytes.byteLength !== needed) throw new Error(`outcomes of ${bytes.byteLength} bytes instead of ${needed}`);
  return { sheet, all: sheet.axes.map((axis, at) => column(axis, read(bytes, at * sheet.rows, sheet.rows))) };
}

/** Little-endian whatever the machine. */
function read(bytes: ArrayBuffer, from: number, rows: number): Float32Array {
  const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  if (little) return new Float32Array(bytes, 4 * from, rows);
  const view = new DataView(bytes, 4 * from, 4 * rows);
  return Float32Array.from({ length: rows }, (_, row) => view.getFloat32(4 * row, true));
}

function column(axis: Axis, values: Float32Array): Column {
  const scale = scaleFor(values, axis.min, axis.max);
  const places = new Float32Array(values.length);
  const turned = topIsLow(axis);
  for (let row = 0; row < values.length; row++) {
    const share = scale.share(values[row]!);
    places[row] = turned ? share : 1 - share;
  }
  return { axis, values, scale, places, bins: binned(places) };
}

/** Where a value stands, from 0 (top) to 1. */
export function placeOf({ axis, scale }: Column, value: number): number {
  return topIsLow(axis) ? scale.share(value) : 1 - scale.share(value);
}

/** The value that stands at a place. */
export function valueAt({ axis, scale }: Column, place: number): number {
  return scale.value(topIsLow(axis) ? place : 1 - place);
}

/** Whether less is better, which turns the axis round. */
function topIsLow(axis: Axis): boolean {
  return axis.better === "low";
}
