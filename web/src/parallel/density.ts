/**
 * Many lines between two axes as one picture of how many pass where.
 *
 * The ends of the lines are counted in bins of either axis; each pair of bins is then drawn as one band as thick as a bin,
 * weighted by its count.  A band is written column by column as a step up where it begins and a step down where it ends;
 * running sums make it whole.  The work hangs on the bins and the width, not on the number of lines.
 */

/** Ends of lines on two axes: positions from 0 (top) to 1 (bottom), NaN where unknown. */
export interface Gap {
  from: Float32Array;
  to: Float32Array;
  width: number;
  height: number;
}

/** How many of the given rows' lines pass through each pixel, row by row. */
export function density({ from, to, width, height }: Gap, rows: Uint32Array, bins: number): Float32Array {
  const steps = new Float32Array(width * (height + 1));
  const counts = tally(from, to, rows, bins);
  const pixel = height / bins;
  for (let start = 0; start < bins; start++) {
    for (let end = 0; end < bins; end++) {
      const held = counts[start * bins + end]!;
      if (held > 0) band(steps, { held, top: start * pixel, slope: ((end - start) * pixel) / width, pixel, width, height });
    }
  }
  return sums(steps, width, height);
}

function tally(from: Float32Array, to: Float32Array, rows: Uint32Array, bins: number): Uint32Array {
  const counts = new Uint32Array(bins * bins);
  const last = bins - 1;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const start = from[row]! * bins;
    const end = to[row]! * bins;
    if (start === start && end === end) {
      counts[Math.min(last, start | 0) * bins + Math.min(last, end | 0)]!++;
    }
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

function band(steps: Float32Array, { held, top, slope, pixel, width, height }: Band): void {
  const reach = Math.abs(slope) + pixel;
  let edge = slope < 0 ? top + slope : top;
  for (let x = 0, base = 0; x < width; x++, base += height + 1, edge += slope) {
    const begin = edge < 0 ? 0 : edge | 0;
    const end = Math.ceil(edge + reach);
    steps[base + begin]! += held;
    steps[base + (end > height ? height : end)]! -= held;
  }
}

function sums(steps: Float32Array, width: number, height: number): Float32Array {
  const passing = new Float32Array(width * height);
  for (let x = 0, base = 0; x < width; x++, base += height + 1) {
    let held = 0;
    for (let y = 0, pixel = x; y < height; y++, pixel += width) {
      held += steps[base + y]!;
      passing[pixel] = held;
    }
  }
  return passing;
}

/** Writes counts as an opacity of one colour: the rarest line is still seen, the densest place is nearly solid. */
export function tint(passing: Float32Array, into: ImageData, colour: readonly [number, number, number]): void {
  let most = 0;
  for (const held of passing) if (held > most) most = held;
  const scale = 1 / Math.log1p(most || 1);
  const { data } = into;
  for (let at = 0, byte = 0; at < passing.length; at++, byte += 4) {
    const held = passing[at]!;
    if (held <= 0) continue;
    data[byte] = colour[0];
    data[byte + 1] = colour[1];
    data[byte + 2] = colour[2];
    data[byte + 3] = 30 + 215 * (Math.log1p(held) * scale) ** 2;
  }
}
