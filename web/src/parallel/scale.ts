/** Where values stand between the ends of an axis: evenly, or by their logarithms where few are much larger than the rest. */

/** From values to shares of the way from the least to the greatest, and back. */
export interface Scale {
  logarithmic: boolean;
  /** From 0 (least) to 1 (greatest), what lies beyond at the end; NaN of what is unknown. */
  share(value: number): number;
  value(share: number): number;
}

/** The middle value must come nearer to the middle of the axis by this much, or logarithms are not worth their oddness. */
const GAIN = 0.15;

/** So many values say where the middle one lies. */
const SAMPLE = 2000;

/** The scale for values with these ends. */
export function scaleFor(values: Float32Array, min: number, max: number): Scale {
  const plain = between(min, max);
  if (!(min > 0) || !(max > min)) return plain;
  const logarithms = between(Math.log(min), Math.log(max));
  const middle = median(values);
  const off = (share: number) => Math.abs(share - 0.5);
  if (!(off(logarithms.share(Math.log(middle))) < off(plain.share(middle)) - GAIN)) return plain;
  return {
    logarithmic: true,
    share: (value) => (value > 0 ? logarithms.share(Math.log(value)) : value === value ? 0 : NaN),
    value: (share) => (share <= 0 ? min : share >= 1 ? max : Math.exp(logarithms.value(share))),
  };
}

/** All values alike stand in the middle. */
function between(min: number, max: number): Scale {
  const span = max - min;
  return {
    logarithmic: false,
    share: (value) => (value !== value ? NaN : span > 0 ? Math.min(1, Math.max(0, (value - min) / span)) : 0.5),
    value: (share) => (share >= 1 ? max : min + Math.max(0, share) * span),
  };
}

function median(values: Float32Array): number {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = values.filter((value, row) => row % step === 0 && value === value).sort();
  return sample[Math.floor(sample.length / 2)] ?? NaN;
}
