/** Questions to the server.  Whatever goes wrong is one sentence for people. */

import { say } from "./words";

/** What the server refused, or why it was not reached: its message is a sentence. */
export class Refusal extends Error {}

/** An answer as JSON. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  return (await reach(path, init)).json() as Promise<T>;
}

/** An answer as text: a fragment of HTML. */
export async function askText(path: string, init: RequestInit = {}): Promise<string> {
  return (await reach(path, init)).text();
}

/** An answer as bytes. */
export async function askBytes(path: string, init: RequestInit = {}): Promise<ArrayBuffer> {
  return (await reach(path, init)).arrayBuffer();
}

/** Sends something as JSON. */
export function send<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { "content-type": "application/json" };
  return ask<T>(path, { method: "POST", headers, body: JSON.stringify(body), signal: signal ?? null });
}

/** Whether a question was withdrawn by ourselves: no news for anyone. */
export function withdrawn(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** What to tell people about an error. */
export function sentence(error: unknown): string {
  return error instanceof Refusal ? error.message : say("script.unreachable");
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(path, init);
  if (!answer.ok) throw new Refusal(await reason(answer));
  return answer;
}

async function reason(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    const { error } = JSON.parse(text) as { error?: string };
    if (error) return error;
  } catch {
    // Not our server's words: what it is called must do.
  }
  return say("script.refused", { status: `${answer.status}` });
}
