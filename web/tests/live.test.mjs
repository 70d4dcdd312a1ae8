// The served pages: each of them loads clean, can be used by everyone, and fits.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch, open } from "./browser.mjs";
import { fits, PAGES, violations } from "./pages.mjs";
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

/** Opens a page and waits until what moves on it has come to rest. */
async function settled(name, options, from = server) {
  const opened = await open(browser, `${from.address}/${name}`, options);
  if (name === "fails.html") await opened.page.waitForSelector("#parallel[data-selected]");
  return opened;
}

test("every page loads without a word in the console", async () => {
  for (const name of ["", ...PAGES.slice(1)]) {
    const { page, errors, close } = await settled(name);
    assert.equal(await page.evaluate(() => document.body.dataset.live), "true", name);
    assert.notEqual((await page.locator("h1").first().innerText()).trim(), "", name);
    assert.deepEqual(errors, [], name);
    await close();
  }
});

test("axe finds nothing serious on a page that moves, in light and in dark", async () => {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const name of ["levers.html?training=0.9", "fails.html", "compare.html?measure=harm"]) {
      const { page, close } = await settled(name, { colorScheme });
      await page.waitForTimeout(400);
      for (const one of await violations(page)) found.push(`${name} in ${colorScheme}: ${one}`);
      await close();
    }
  }
  assert.deepEqual(found, []);
});

test("no page that moves scrolls sideways on a phone", async () => {
  for (const name of ["levers.html?training=0.9", "fails.html", "compare.html?measure=harm"]) {
    const { page, close } = await settled(name, { viewport: { width: 400, height: 800 } });
    await page.waitForTimeout(400);
    await fits(page, name);
    await close();
  }
});

test("from right to left, every word of the site's own is translated and nothing scrolls sideways", async () => {
  const mirrored = await serve(small.dir, "--language", "pseudo");
  try {
    for (const width of [400, 1280]) {
      for (const name of ["levers.html", "fails.html", "compare.html"]) {
        const { page, errors, close } = await settled(name, { viewport: { width, height: 800 } }, mirrored);
        await page.waitForTimeout(400);
        await fits(page, `${name} at ${width}`);
        const words = await page.evaluate(() =>
          [...document.querySelectorAll("main button, main [role=status], #parallel summary")].map((one) => one.textContent),
        );
        // Not one key in place of a sentence.
        assert.deepEqual(words.filter((text) => text.includes("script.")), [], name);
        assert.deepEqual(errors, [], name);
        await close();
      }
    }
  } finally {
    await mirrored.stop();
  }
});

test("the comparison by a measure is in the address and comes back from it", async () => {
  const { page, close } = await settled("compare.html");
  await page.selectOption("#measure", "harm");
  await page.waitForURL(/[?&]measure=harm/);
  const chosen = await page.locator("td.chosen").count();
  assert.ok(chosen > 3, `${chosen} cells stand out`);
  await page.reload();
  assert.equal(await page.inputValue("#measure"), "harm");
  assert.equal(await page.locator("td.chosen").count(), chosen);
  await close();
});
