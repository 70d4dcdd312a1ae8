/**
 * Many lines between two axes as one picture of how many pass where.
 *
 * The ends of the lines are counted in bins of either axis; each pair of bins is then drawn as one band as thick as a bin,
 * weighted by its count.  A band is written column by column as a step up where it begins and a step down where it ends;
 * running sums down the columns make it whole.  The work hangs on the bins and the width, not on the number of lines.
 */

/** Bins of an axis at most; an end of a line that is unknown is in none. */
export const BINS = 128;
const UNKNOWN = 255;

/** So many neighbouring bins count as one. */
export type Grain = 1 | 2 | 4;

/** Each place on an axis (0 to 1, NaN where unknown) as its bin. */
export function binned(places: Float32Array): Uint8Array {
  const bins = new Uint8Array(places.length);
  for (let row = 0; row < places.length; row++) {
    const place = places[row]!;
    bins[row] = place === place ? Math.min(BINS - 1, (place * BINS) | 0) : UNKNOWN;
  }
  return bins;
}

/** The space between two axes, and the bins of all lines on either. */
export interface Gap {
  from: Uint8Array;
  to: Uint8Array;
  width: number;
  height: number;
}

/** How many of the given rows' lines pass through each pixel.  `merged` neighbouring bins count as one. */
export function density({ from, to, width, height }: Gap, rows: Uint32Array, merged: Grain): Int32Array {
  const bins = BINS / merged;
  const steps = new Int32Array(width * (height + 1));
  const counts = tally(from, to, rows, merged);
  const pixel = height / bins;
  for (let start = 0; start < bins; start++) {
    for (let end = 0; end < bins; end++) {
      const held = counts[start * bins + end]!;
      if (held > 0) band(steps, { held, top: start * pixel, slope: ((end - start) * pixel) / width, pixel, width, height });
    }
  }
  for (let at = width; at < steps.length; at++) steps[at]! += steps[at - width]!;
  return steps.subarray(0, width * height);
}

function tally(from: Uint8Array, to: Uint8Array, rows: Uint32Array, merged: Grain): Uint32Array {
  const shift = merged >> 1;
  const bins = BINS >> shift;
  const counts = new Uint32Array(bins * bins);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const start = from[row]!;
    const end = to[row]!;
    if (start !== UNKNOWN && end !== UNKNOWN) counts[(start >> shift) * bins + (end >> shift)]!++;
  }
  return counts;
}

interface Band {
  held: number;
  top: number;
  slope: number;
  pixel: number;
  width: number;
  height: number;
}

function band(steps: Int32Array, { held, top, slope, pixel, width, height }: Band): void {
  const reach = Math.abs(slope) + pixel;
  let edge = slope < 0 ? top + slope : top;
  for (let x = 0; x < width; x++, edge += slope) {
    const begin = edge < 0 ? 0 : edge | 0;
    const last = (edge + reach + 0.999) | 0;
    steps[begin * width + x]! += held;
    steps[(last > height ? height : last) * width + x]! -= held;
  }
}

const SHADES = 1024;
const shades = new Uint32Array(SHADES + 1);

/** Writes counts as an opacity of one colour: the rarest line is still seen, the densest place is nearly solid. */
export function tint(passing: Int32Array, into: ImageData, colour: readonly [number, number, number]): void {
  let most = 1;
  for (let at = 0; at < passing.length; at++) if (passing[at]! > most) most = passing[at]!;
  const [red, green, blue] = colour;
  // Shades go by the root of the count, so that small counts, of which there are most, have many of them.
  for (let shade = 1; shade <= SHADES; shade++) {
    const alpha = Math.round(20 + (230 * shade) / SHADES);
    shades[shade] = ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }
  const pixels = new Uint32Array(into.data.buffer);
  const scale = SHADES / Math.sqrt(most);
  for (let at = 0; at < passing.length; at++) {
    const held = passing[at]!;
    pixels[at] = held > 0 ? shades[(Math.sqrt(held) * scale + 0.999) | 0]! : 0;
  }
}
