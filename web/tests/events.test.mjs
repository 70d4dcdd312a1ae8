// Files that are saved while somebody looks on: errors are shown as the terminal shows them, and go when they are mended.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, open } from "./browser.mjs";
import { serve, strategy } from "./strategy.mjs";

let small, server, browser;

before(async () => {
  small = strategy();
  server = await serve(small.dir);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  small?.done();
});

test("a broken file shows its error in the banner, the page stays, and both recover", async () => {
  const { page, errors, close } = await open(browser, `${server.address}/levers.html?training=0.5`);
  const banner = page.locator("#banner");
  assert.equal(await banner.isVisible(), false);
  const path = join(small.dir, "model.mile");
  const good = readFileSync(path, "utf8");
  // The stream of news is open before there is any.
  await page.waitForTimeout(500);

  writeFileSync(path, good.replace("initial 1500", "initial 1500 parsec"));
  await banner.waitFor({ state: "visible", timeout: 15000 });
  const told = await banner.innerText();
  assert.match(told, /parsec/);
  assert.match(told, /model\.mile/);
  // What was there works on.
  const response = page.waitForResponse((one) => one.url().endsWith("/api/move"));
  await page.locator("input[name=training]").fill("0.6");
  assert.equal((await response).status(), 200);

  writeFileSync(path, good.replace("initial 1500", "initial 2500"));
  const reload = banner.getByRole("button");
  await reload.waitFor({ state: "visible", timeout: 15000 });
  assert.doesNotMatch(await banner.innerText(), /parsec/);
  await Promise.all([page.waitForEvent("load"), reload.click()]);
  // At most that the stored run is of the files as they were.
  await page.waitForTimeout(500);
  assert.equal(await banner.getByRole("button").count(), 0);
  assert.doesNotMatch(await banner.innerText(), /parsec/);
  assert.equal(await page.inputValue("input[name=training]"), "0.6");
  assert.deepEqual(errors, []);
  await close();
});
