/** The sentences that the script says, in the page's language: they come with the page, in `<template id="words">`. */

let words: Record<string, string> | undefined;

function read(): Record<string, string> {
  const held = document.querySelector<HTMLTemplateElement>("template#words");
  return held ? (JSON.parse(held.content.textContent ?? "{}") as Record<string, string>) : {};
}

/** A sentence by its key, its `{places}` filled; a key without a sentence is shown as it is, so that a gap is seen. */
export function say(key: string, places: Record<string, string> = {}): string {
  words ??= read();
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
}
