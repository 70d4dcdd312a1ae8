/** Hears from the server when the strategy's files were saved: what is wrong with them, or that there is something new. */

import { say } from "./words";
import type { Event as Checked } from "./types";

/** Listens for as long as the page is open. */
export function watch(renewed: () => void): void {
  const banner = document.getElementById("banner");
  if (!banner) return;
  const stream = new EventSource("api/events");
  let first: number | undefined;
  stream.onmessage = ({ data }: MessageEvent<string>) => {
    const checked = JSON.parse(data) as Checked;
    first ??= checked.version;
    if (checked.diagnostics) wrong(banner, checked.diagnostics);
    else if (checked.version !== first) fresh(banner, renewed);
    else hide(banner);
  };
}

/** The errors as the terminal shows them; the page below stays as it was. */
function wrong(banner: HTMLElement, diagnostics: string): void {
  const told = document.createElement("span");
  told.textContent = say("script.broken");
  const text = document.createElement("code");
  text.className = "diagnostics";
  text.textContent = diagnostics;
  show(banner, "broken", [told, text]);
}

function fresh(banner: HTMLElement, renewed: () => void): void {
  const told = document.createElement("span");
  told.textContent = say("script.renewed");
  const reload = document.createElement("button");
  reload.type = "button";
  reload.textContent = say("script.reload");
  reload.addEventListener("click", () => location.reload());
  show(banner, "renewed", [told, " ", reload]);
  renewed();
}

function show(banner: HTMLElement, kind: string, content: (Node | string)[]): void {
  banner.className = kind;
  banner.replaceChildren(...content);
  banner.hidden = false;
}

function hide(banner: HTMLElement): void {
  banner.hidden = true;
  banner.replaceChildren();
}
