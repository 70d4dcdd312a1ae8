// Debian's Chromium, and pages that remember what went wrong in them.
import { chromium } from "playwright-core";
import { existsSync, readFileSync } from "node:fs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
}

/** A page in a context of its own; `errors` holds what it complained of. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  if (process.env.FRESH) await fresh(page);
  const errors = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(address, { waitUntil: "load" });
  return { page, errors, close: () => context.close() };
}

/** While the script is being written: its newest build, not the one inside the command. */
async function fresh(page) {
  const site = new URL("../../crates/publish/src/site/", import.meta.url).pathname;
  const text = (...names) => names.map((name) => readFileSync(site + name, "utf8")).join("");
  await page.route("**/site.js", (route) => route.fulfill({ contentType: "text/javascript", body: text("site.js") }));
  const body = () => text("../style.css", "site.css", "moving.css");
  await page.route("**/site.css", (route) => route.fulfill({ contentType: "text/css", body: body() }));
}
