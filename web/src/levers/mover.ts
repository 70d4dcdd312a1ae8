/** Asks what a move of the levers does: quickly with few futures, then with many behind it.  The newest move wins. */

import { send, withdrawn } from "../ask";
import type { Move, Moved } from "../types";

/** How many futures the first answer has, and the one behind it. */
const FIRST = 256;
const BEHIND = 1000;

/** A hand that is still moving is waited for this long. */
const PAUSE_MS = 50;

/** Where the levers stand. */
export type Position = Pick<Move, "pathway" | "levers">;

/** This page among all that ask: a newer move of it takes the place of one that waits. */
const VIEWER = [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join("");

/** What is told while a move is computed. */
export interface Listener {
  asked(): void;
  answered(moved: Moved, finer: boolean): void;
  failed(error: unknown): void;
}

/** Gives a function that asks for a position and drops whatever was asked before. */
export function mover(listener: Listener): (position: Position) => void {
  let timer = 0;
  let running = new AbortController();

  async function run(position: Position, signal: AbortSignal): Promise<void> {
    try {
      listener.asked();
      for (const futures of [FIRST, BEHIND]) {
        const moved = await send<Moved>("api/move", { ...position, futures, viewer: VIEWER } satisfies Move, signal);
        if (signal.aborted) return;
        listener.answered(moved, futures === FIRST);
      }
    } catch (error) {
      if (!signal.aborted && !withdrawn(error)) listener.failed(error);
    }
  }

  return (position) => {
    running.abort();
    clearTimeout(timer);
    running = new AbortController();
    const { signal } = running;
    timer = window.setTimeout(() => void run(position, signal), PAUSE_MS);
  };
}
