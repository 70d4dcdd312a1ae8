// The page of levers, moved by hand, by keyboard and by links, held to what `milepost run` says.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch, open } from "./browser.mjs";
import { milepost, serve, strategy } from "./strategy.mjs";

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

/** Waits until the numbers of 1,000 futures are on the page. */
const rested = (page) =>
  page.waitForFunction(() => /1,000/.test(document.getElementById("moved-state")?.textContent ?? ""));

/** The page of levers at rest, all its groups unfolded. */
async function levers(query = "") {
  const opened = await open(browser, `${server.address}/levers.html${query}`);
  await rested(opened.page);
  for (const group of await opened.page.locator("#levers details:not([open]) > summary").all()) await group.click();
  return opened;
}

/** The next answer to a move with so many futures. */
const answer = async (page, futures) => {
  const response = await page.waitForResponse(async (one) => {
    return one.url().endsWith("/api/move") && one.request().postDataJSON().futures === futures && one.ok();
  });
  return response.json();
};

/** What `milepost run` says of a pathway's measures: the median of each. */
function medians(pathway, futures, ...settings) {
  const told = milepost(
    "run", small.dir, "-n", String(futures), "--pathway", pathway, "--format", "json",
    "--out", join(small.parent, "beside"), ...settings.flatMap((setting) => ["--with", setting]),
  );
  const run = JSON.parse(told).pathways.find(({ name }) => name === pathway);
  return Object.fromEntries(run.measures.map(({ name, values }) => [name, values.quantiles[3]]));
}

/** Held to the bit where the unit is the model's own, and to rounding where it was divided by its scale. */
function same(moved, expected, side) {
  for (const [name, median] of Object.entries(expected)) {
    const { typical } = side(moved.measures.find((measure) => measure.name === name));
    const scale = median / typical;
    assert.ok([1, 0.01].some((known) => Math.abs(scale / known - 1) < 1e-12), `${name}: ${typical} beside ${median}`);
  }
}

test("a moved lever gives the numbers that milepost run gives, first of 256 futures and then of 1,000", async () => {
  const { page, errors, close } = await levers("?pathway=stepwise");
  const [first, then] = [answer(page, 256), answer(page, 1000)];
  await page.locator("input[name=training]").fill("0.6");
  for (const [futures, coming] of [[256, first], [1000, then]]) {
    const moved = await coming;
    assert.equal(moved.futures, futures);
    same(moved, medians("stepwise", futures, "training=0.6"), (measure) => measure);
    same(moved, medians("stepwise", futures), (measure) => measure.before);
    assert.notDeepEqual(moved.measures[0].typical, moved.measures[0].before.typical);
  }
  const moved = await then;
  await page.waitForFunction((text) => document.getElementById("moved-command")?.textContent === text, moved.command);
  const shown = await page.locator("#moved-table").innerText();
  for (const { title } of moved.measures) assert.ok(shown.includes(title), title);
  assert.equal(await page.locator("#moved-charts figure").count(), moved.charts.length);
  assert.deepEqual(errors, []);
  await close();
});

test("the command beside the numbers gives them again", async () => {
  const { page, close } = await levers();
  const coming = answer(page, 1000);
  await page.locator("input[name=training]").fill("0.8");
  const { command, measures } = await coming;
  const settings = [...command.matchAll(/--with (\S+)/g)].map(([, setting]) => setting.replaceAll("'", ""));
  const pathway = /--pathway (\S+)/.exec(command)?.[1];
  same({ measures }, medians(pathway, 1000, ...settings), (measure) => measure);
  await close();
});

test("a link restores pathway, levers and numbers", async () => {
  const { page, close } = await levers();
  await page.selectOption("#pathway", "leave");
  await page.locator("input[name=training]").fill("0.7");
  await page.waitForURL(/training=0.7/);
  const link = page.url();
  await page.waitForFunction(() => document.getElementById("moved-command")?.textContent?.includes("training"));
  await rested(page);
  const [changed, table] = await Promise.all(["#changed", "#moved-table"].map((part) => page.locator(part).innerText()));
  await close();

  const { page: again, close: done } = await open(browser, link);
  await rested(again);
  assert.equal(await again.inputValue("#pathway"), "leave");
  assert.equal(await again.inputValue("input[name=training]"), "0.7");
  assert.equal(await again.locator("#changed").innerText(), changed);
  assert.equal(await again.locator("#moved-table").innerText(), table);
  await done();
});

test("the keyboard alone moves a lever, hears where it stands, and takes it back", async () => {
  const { page, close } = await open(browser, `${server.address}/levers.html`);
  await rested(page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
  for (let step = 0; step < 60 && (await focused()) !== "training"; step++) {
    await page.keyboard.press("Tab");
    // A closed group is opened as one would.
    const closed = await page.evaluate(() => document.activeElement?.matches("#levers details:not([open]) > summary"));
    if (closed) await page.keyboard.press("Enter");
  }
  assert.equal(await focused(), "training");
  const lever = page.locator("input[name=training]");
  const before = await lever.inputValue();
  const coming = answer(page, 1000);
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
  await coming;
  assert.notEqual(await lever.inputValue(), before);
  const spoken = await lever.getAttribute("aria-valuetext");
  assert.match(spoken, /%/);
  assert.equal(await page.locator(`output[for=${await lever.getAttribute("id")}]`).innerText(), spoken);
  assert.match(await page.locator("#moved-state").innerText(), /1,000/);
  assert.equal(await page.locator("#changed button").count(), 1);
  for (let step = 0; step < 60; step++) {
    if (await page.evaluate(() => document.activeElement?.id === "reset")) break;
    await page.keyboard.press("Tab");
  }
  const undone = answer(page, 256);
  await page.keyboard.press("Enter");
  assert.deepEqual((await undone).measures.map(({ typical, before: { typical: was } }) => typical === was), [true, true, true]);
  assert.equal(await lever.inputValue(), before);
  assert.equal(await page.locator("#changed button").count(), 0);
  await close();
});

test("of many moves in a row the newest is shown, and nothing complains of the others", async () => {
  const { page, errors, close } = await levers();
  const lever = page.locator("input[name=training]");
  for (let share = 30; share <= 90; share += 5) await lever.fill(String(share / 100));
  await page.waitForFunction(() => /training=(0\.9|90%)/.test(document.getElementById("moved-command")?.textContent ?? ""));
  await rested(page);
  assert.deepEqual(errors, []);
  await close();
});

test("the page does not jump while numbers are replaced", async () => {
  const { page, close } = await levers("?training=0.3");
  await page.evaluate(() => {
    window.jumps = [];
    const height = () => document.getElementById("moved-charts").offsetHeight;
    let last = height();
    new MutationObserver(() => {
      window.jumps.push(height() - last);
      last = height();
    }).observe(document.getElementById("moved-charts"), { childList: true });
  });
  const coming = answer(page, 1000);
  await page.locator("input[name=training]").fill("0.9");
  await coming;
  await page.waitForTimeout(200);
  const jumps = await page.evaluate(() => window.jumps);
  assert.ok(jumps.length >= 2);
  assert.ok(jumps.every((jump) => Math.abs(jump) < 40), jumps.join(", "));
  await close();
});

test("a scenario is saved in the strategy's folder and opened from there", async () => {
  const { page, close } = await levers("?pathway=stepwise&training=0.9");
  await page.fill("#scenario-name", "Full academy");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Full academy" }).waitFor();
  assert.match(readFileSync(join(small.dir, "scenarios.json"), "utf8"), /Full academy/);
  await close();

  const { page: again, close: done } = await levers();
  await again.getByRole("button", { name: "Full academy" }).click();
  await again.waitForURL(/training=0.9/);
  assert.equal(await again.inputValue("#pathway"), "stepwise");
  await done();
});

test("a lever that the server refuses is told in a sentence", async () => {
  const { page, close } = await levers();
  await page.route("**/api/move", (route) =>
    route.fulfill({ status: 422, contentType: "application/json", body: '{"error":"training cannot be 3"}' }),
  );
  await page.locator("input[name=training]").fill("0.6");
  await page.waitForFunction(() => document.getElementById("moved-state")?.textContent === "training cannot be 3");
  await close();
});
