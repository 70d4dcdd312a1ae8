/** One lever: a slider with worded positions, or a list of choices. */

import { measured } from "../numbers";

export interface Lever {
  name: string;
  title: string;
  /** Where it stands, as the server takes it. */
  value(): number | string;
  /** Where it stands in the pathway when nobody moves it. */
  start(): string;
  /** Puts it somewhere; what it cannot take is left out and told by `false`. */
  put(text: string): boolean;
  /** Says anew where it stands unmoved. */
  startAt(text: string): void;
  moved(): boolean;
  /** A position in words. */
  spoken(text: string): string;
  /** Writes where it stands beside it and for those who listen. */
  tell(): void;
  control: HTMLInputElement | HTMLSelectElement;
}

/** All levers of a form, in its order. */
export function leversOf(form: HTMLFormElement): Lever[] {
  const controls = form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[type=range][name], select[name]:not(#pathway)");
  return [...controls].map((control) => (control instanceof HTMLSelectElement ? choice(control) : slider(control)));
}

/** The word for a position: the words are spread evenly from one end to the other. */
export function wordAt(words: string[], value: number, min: number, max: number): string | undefined {
  if (words.length === 0 || !(max > min)) return words[0];
  const share = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return words[Math.min(words.length - 1, Math.floor(share * words.length))];
}

function slider(control: HTMLInputElement): Lever {
  const words = JSON.parse(control.dataset.words ?? "[]") as string[];
  const unit = control.dataset.unit ?? "";
  const spoken = (text: string): string => {
    const value = Number(text);
    const word = wordAt(words, value, Number(control.min), Number(control.max));
    const amount = measured(value, unit);
    return word === undefined ? amount : `${word} (${amount})`;
  };
  return {
    ...common(control, spoken),
    value: () => control.valueAsNumber,
    put(text) {
      if (text.trim() === "" || !Number.isFinite(Number(text))) return false;
      control.value = text;
      return true;
    },
    moved: () => control.valueAsNumber !== Number(control.dataset.default),
    tell() {
      control.setAttribute("aria-valuetext", spoken(control.value));
      write(control, spoken(control.value));
    },
  };
}

function choice(control: HTMLSelectElement): Lever {
  const option = (text: string) => [...control.options].find((one) => one.value === text);
  const spoken = (text: string) => option(text)?.text ?? text;
  return {
    ...common(control, spoken),
    value: () => control.value,
    put(text) {
      if (!option(text)) return false;
      control.value = text;
      return true;
    },
    moved: () => control.value !== control.dataset.default,
    tell: () => write(control, spoken(control.value)),
  };
}

function common(control: HTMLInputElement | HTMLSelectElement, spoken: (text: string) => string) {
  return {
    control,
    name: control.name,
    title: control.labels?.[0]?.textContent?.trim() || control.name,
    spoken,
    start: () => control.dataset.default ?? "",
    startAt(text: string) {
      control.dataset.default = text;
    },
  };
}

function write(control: HTMLElement, text: string): void {
  const output = document.querySelector<HTMLOutputElement>(`output[for="${CSS.escape(control.id)}"]`);
  if (output && output.value !== text) output.value = text;
}
