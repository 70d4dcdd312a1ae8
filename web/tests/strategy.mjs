// A small strategy in a folder of its own, run, explored, published and served by the milepost command.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MILEPOST = process.env.MILEPOST ?? new URL("../../target/debug/milepost", import.meta.url).pathname;
const FUTURES = 2000;

/** What a command prints. */
export function milepost(...args) {
  return execFileSync(MILEPOST, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
}

/** A new strategy that was run, and explored where that is wanted; `done` removes it. */
export function strategy({ explored = false } = {}) {
  const parent = mkdtempSync(join(tmpdir(), "milepost-page-"));
  const dir = join(parent, "small");
  milepost("new", dir);
  milepost("run", dir, "-n", String(FUTURES));
  if (explored) milepost("explore", dir);
  return { dir, parent, futures: FUTURES, done: () => rmSync(parent, { recursive: true, force: true }) };
}

/** Serves a strategy on a free port; gives the address and a way to stop. */
export async function serve(dir, ...more) {
  const server = spawn(MILEPOST, ["serve", dir, "--addr", "127.0.0.1:0", ...more], { stdio: ["ignore", "pipe", "pipe"] });
  const told = [];
  const address = new Promise((ready, failed) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        told.push(line);
        const found = /http:\/\/[\d.]+:\d+/.exec(line);
        if (found) ready(found[0]);
      });
    }
    server.on("exit", (code) => failed(new Error(`milepost serve ended with ${code}:\n${told.join("\n")}`)));
  });
  return {
    address: await address,
    stop: () =>
      new Promise((stopped) => {
        server.removeAllListeners("exit");
        server.on("exit", stopped);
        server.kill("SIGTERM");
      }),
  };
}
