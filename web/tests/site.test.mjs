// A published site opened from the file system: nothing answers behind it, and every page reads whole.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.mjs";
import { fits, PAGES, violations } from "./pages.mjs";
import { milepost, strategy } from "./strategy.mjs";

let small, browser, site;

before(async () => {
  small = strategy({ explored: true });
  site = join(small.parent, "site");
  milepost("publish", small.dir, "--out", site);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  small?.done();
});

const address = (name) => pathToFileURL(join(site, name)).href;

test("every page opens from the file system without a word in the console", async () => {
  for (const name of PAGES) {
    const { page, errors, close } = await open(browser, address(name));
    assert.notEqual((await page.locator("h1").first().innerText()).trim(), "", name);
    assert.deepEqual(errors, [], name);
    await close();
  }
});

test("every page opens without a script", async () => {
  for (const name of PAGES) {
    const { page, close } = await open(browser, address(name), { javaScriptEnabled: false });
    assert.ok((await page.locator("main").innerText()).length > 100, name);
    await close();
  }
});

test("charts are read at another date, also where no server is", async () => {
  const { page, errors, close } = await open(browser, address("compare.html"));
  await page.selectOption("#date", "Mar 2026");
  assert.match(await page.locator(".reading").first().innerText(), /^Mar 2026: \d/);
  assert.deepEqual(errors, []);
  await close();
});

test("links lead to places that are there", async () => {
  const texts = Object.fromEntries(PAGES.map((name) => [name, readFileSync(join(site, name), "utf8")]));
  const lost = [];
  for (const name of PAGES) {
    for (const [, link] of texts[name].matchAll(/<a [^>]*href="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [file, id] = link.split("#");
      const target = file === "" ? name : file;
      if (target.startsWith("data/")) readFileSync(join(site, target));
      else if (!(target in texts) || (id && !texts[target].includes(`id="${id}"`))) lost.push(`${name}: ${link}`);
    }
  }
  assert.deepEqual(lost, []);
});

test("axe finds nothing serious, in light and in dark", async () => {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const name of PAGES) {
      const { page, close } = await open(browser, address(name), { colorScheme });
      for (const one of await violations(page)) found.push(`${name} in ${colorScheme}: ${one}`);
      await close();
    }
  }
  assert.deepEqual(found, []);
});

test("no page scrolls sideways on a phone", async () => {
  for (const name of PAGES) {
    const { page, close } = await open(browser, address(name), { viewport: { width: 400, height: 800 } });
    await fits(page, name);
    await close();
  }
});

test("pages read from right to left do not scroll sideways either", async () => {
  const mirrored = join(small.parent, "mirrored");
  milepost("publish", small.dir, "--out", mirrored, "--language", "pseudo");
  for (const width of [400, 1280]) {
    for (const name of PAGES) {
      const there = pathToFileURL(join(mirrored, name)).href;
      const { page, errors, close } = await open(browser, there, { viewport: { width, height: 800 } });
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).direction), "rtl");
      await fits(page, `${name} at ${width}`);
      assert.deepEqual(errors, [], name);
      await close();
    }
  }
});
