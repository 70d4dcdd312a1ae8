/** Hears from the server when the strategy's files were saved: what is wrong with them, or that there is something new. */

import type { Event as Checked } from "./types";
import { say } from "./words";

/** Listens for as long as the page is open.  The browser itself asks again when a stream ends. */
export function watch(renewed: () => void): void {
  const banner = document.getElementById("banner");
  if (!banner) return;
  const stream = new EventSource("api/events");
  let heard = "";
  let first: number | undefined;
  stream.onmessage = ({ data }: MessageEvent<string>) => {
    // The server repeats itself so that connections are known to live.
    if (data === heard) return;
    heard = data;
    const checked = JSON.parse(data) as Checked;
    const notes = checked.notes.filter((note) => !onPage().includes(note));
    first ??= checked.version;
    if (checked.diagnostics !== null) wrong(banner, checked.diagnostics);
    else if (checked.version !== first) fresh(banner, notes, renewed);
    else if (notes.length > 0) show(banner, "noted", notes.map(sentence));
    else show(banner, "", []);
  };
}

/** Notes that the page was written with. */
function onPage(): (string | null)[] {
  return [...document.querySelectorAll(".site-note")].map((note) => note.textContent);
}

/** The errors as the terminal shows them; the page below stays as it was. */
function wrong(banner: HTMLElement, diagnostics: string): void {
  const text = document.createElement("code");
  text.className = "diagnostics";
  text.textContent = diagnostics;
  show(banner, "broken", [sentence(say("script.broken")), text]);
}

/** The page can be shown anew, when the reader wants it: the address holds what is looked at. */
function fresh(banner: HTMLElement, notes: string[], renewed: () => void): void {
  const reload = document.createElement("button");
  reload.type = "button";
  reload.textContent = say("script.reload");
  reload.addEventListener("click", () => location.reload());
  show(banner, "renewed", [...[say("script.renewed"), ...notes].map(sentence), reload]);
  renewed();
}

function sentence(text: string): HTMLElement {
  const told = document.createElement("span");
  told.textContent = text;
  return told;
}

function show(banner: HTMLElement, kind: string, content: Node[]): void {
  banner.className = kind;
  banner.replaceChildren(...content);
  banner.hidden = content.length === 0;
}
