/** The sentences that the script says, in the page's language: they come with the page, in `<template id="words">`. */

let words: Map<string, string> | undefined;

function read(): Map<string, string> {
  const held = document.querySelector<HTMLTemplateElement>("template#words")?.content.querySelectorAll("data") ?? [];
  return new Map([...held].map((one) => [one.value, one.textContent ?? ""]));
}

/** A sentence by its key, its `{places}` filled; a key without a sentence is shown as it is, so that a gap is seen. */
export function say(key: string, places: Record<string, string> = {}): string {
  words ??= read();
  const text = words.get(key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
}
