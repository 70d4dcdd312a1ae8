/** Numbers and places of futures as readers of the page's language write them. */

const language = document.documentElement.lang || "en";
const formats = new Map<number, Intl.NumberFormat>();
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

const percent = new Intl.NumberFormat(language, { style: "percent", maximumSignificantDigits: 3 });

/** A number in three significant digits (four above a thousand), grouped as the language does. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const digits = Math.abs(value) >= 1000 ? 4 : 3;
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat(language, { maximumSignificantDigits: digits });
    formats.set(digits, format);
  }
  return format.format(value);
}

/** A count, or the number of a future: nothing rounded but what stands after the point. */
export function count(value: number): string {
  return whole.format(value);
}

/** A share in percent. */
export function share(value: number): string {
  return Number.isFinite(value) ? percent.format(value) : "–";
}

/** A number and its unit; no unit is written for a plain number, and a share is told in percent. */
export function measured(value: number, unit: string): string {
  if (unit === "share") return share(value);
  return unit === "" ? number(value) : `${number(value)} ${unit}`;
}
