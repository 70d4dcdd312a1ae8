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

test("a link holds the date at which the charts are read", async () => {
  for (const name of ["compare.html?measure=harm", "levers.html?training=0.9"]) {
    const { page, errors, close } = await settled(name);
    await page.waitForSelector(".reading");
    await page.waitForFunction(() => document.querySelectorAll("#date option").length > 20);
    const ending = await page.locator(".reading").first().innerText();
    await page.selectOption("#date", "Mar 2026");
    const read = await page.locator(".reading").first().innerText();
    assert.match(read, /^Mar 2026: \d/, name);
    assert.notEqual(read, ending);
    assert.ok(await page.locator("line.read-at").count() >= 2, name);
    await page.waitForFunction(() => location.search.includes("date=Mar+2026"));
    const link = page.url().replace(`${server.address}/`, "");
    const again = await settled(link);
    await again.page.waitForFunction(() => document.querySelector(".reading")?.textContent?.startsWith("Mar 2026"));
    assert.equal(await again.page.locator("#date").inputValue(), "Mar 2026");
    if (name.startsWith("compare")) assert.equal(await again.page.locator("#measure").inputValue(), "harm");
    await again.page.selectOption("#date", "");
    assert.equal(await again.page.locator(".reading").first().innerText(), ending, "the way back");
    assert.equal(await again.page.locator("line.read-at").count(), 0);
    assert.deepEqual([...errors, ...again.errors], []);
    await again.close();
    await close();
  }
});

test("no page that moves scrolls sideways on a phone", async () => {
  for (const name of ["levers.html?training=0.9", "fails.html", "compare.html?measure=harm"]) {
    const { page, close } = await settled(name, { viewport: { width: 400, height: 800 } });
    await page.waitForTimeout(400);
    await fits(page, name);
    await close();
  }
});

test("on a phone the first measure stays in sight below the levers", async () => {
  const { page, close } = await settled("levers.html?training=0.9", { viewport: { width: 400, height: 800 } });
  const short = page.locator("#moved-short");
  await short.waitFor({ state: "visible" });
  const lever = page.locator("#levers input[type=range]").first();
  await lever.scrollIntoViewIfNeeded();
  const { y, height } = await short.boundingBox();
  assert.ok(y > 0 && y + height <= 800, `it is at ${y}`);
  const row = page.locator("#moved-table tbody tr").first();
  assert.ok((await short.innerText()).includes(await row.locator("td").first().innerText()));
  await close();
  const wide = await settled("levers.html?training=0.9", { viewport: { width: 1280, height: 900 } });
  await wide.page.waitForSelector("#moved-table table");
  assert.equal(await wide.page.locator("#moved-short").isVisible(), false, "the table itself is in sight");
  await wide.close();
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
