/** Numbers as readers of the page's language write them. */

const language = document.documentElement.lang || "en";

/** What stands between thousands and before decimals, where the page says so; as in its language otherwise. */
const { group, decimal } = document.body.dataset;

const significant = (digits: number) => new Intl.NumberFormat(language, { maximumSignificantDigits: digits });
const [two, three, four] = [2, 3, 4].map(significant) as [Intl.NumberFormat, Intl.NumberFormat, Intl.NumberFormat];
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat(language, { style: "percent", maximumSignificantDigits: 3 });

/** A number in three significant digits, in four above a thousand. */
export function number(value: number): string {
  return written(Math.abs(value) >= 1000 ? four : three, value);
}

/** A time that was measured once: two digits are all that it is good for. */
export function time(value: number): string {
  return written(two, value);
}

/** A count, or the number of a future. */
export function count(value: number): string {
  return written(whole, value);
}

/** A share in percent. */
export function share(value: number): string {
  return written(percent, value);
}

/** A number and its unit; no unit is written for a plain number, and a share is told in percent. */
export function measured(value: number, unit: string): string {
  if (unit === "share") return share(value);
  return unit === "" ? number(value) : `${number(value)} ${unit}`;
}

function written(format: Intl.NumberFormat, value: number): string {
  if (!Number.isFinite(value)) return "–";
  const parts = format.formatToParts(value);
  const mark = (type: string) => (type === "group" ? group : type === "decimal" ? decimal : undefined);
  return parts.map((part) => mark(part.type) ?? part.value).join("");
}
