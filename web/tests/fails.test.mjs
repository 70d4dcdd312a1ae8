// Parallel coordinates over the futures of a run: brushed by pointer and by keyboard, linked to, opened in full.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
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

async function fails(query = "") {
  const opened = await open(browser, `${server.address}/fails.html${query}`);
  await opened.page.waitForSelector("#parallel[data-selected]");
  const pathway = await opened.page.getAttribute("#parallel", "data-pathway");
  return { ...opened, pathway, selected: async () => Number(await opened.page.getAttribute("#parallel", "data-selected")) };
}

/** The columns as the server sends them. */
async function columns(pathway) {
  const sheet = await (await fetch(`${server.address}/api/outcomes?pathway=${pathway}`)).json();
  const bytes = await (await fetch(`${server.address}/api/outcomes.bin?pathway=${pathway}`)).arrayBuffer();
  assert.equal(bytes.byteLength, 4 * sheet.rows * sheet.axes.length);
  return { sheet, column: (name) => new Float32Array(bytes, 4 * sheet.rows * sheet.axes.findIndex((axis) => axis.name === name), sheet.rows) };
}

test("all futures of the run are there, and an axis for each uncertainty and measure", async () => {
  const { page, errors, pathway, selected, close } = await fails();
  const { sheet } = await columns(pathway);
  assert.equal(sheet.rows, small.futures);
  assert.equal(await selected(), small.futures);
  for (const name of ["career", "base_rate", "harm", "resented"]) {
    assert.ok(sheet.axes.some((axis) => axis.name === name), name);
  }
  assert.ok(await page.locator("canvas.layer").first().isVisible());
  assert.deepEqual(errors, []);
  await close();
});

test("a limit set with the keyboard selects the futures within it, says how many, and lists some", async () => {
  const { page, pathway, selected, close } = await fails("?axes=career,base_rate,harm,resented");
  const { column, sheet } = await columns(pathway);
  const title = sheet.axes.find((axis) => axis.name === "career").title;
  const lower = page.getByRole("slider", { name: `${title}: at least` });
  await lower.focus();
  for (let step = 0; step < 50; step++) await page.keyboard.press("ArrowRight");
  await page.waitForURL(/brush=career/);
  const [, low, high] = /career%3A([\d.]+)\.\.([\d.]+)/.exec(page.url());
  const expected = column("career").filter((value) => value >= Number(low) && value <= Number(high)).length;
  assert.ok(expected > 0 && expected < small.futures);
  assert.equal(await selected(), expected);
  assert.ok((await page.locator("#parallel-state").innerText()).includes(expected.toLocaleString("en")));
  assert.ok((await page.locator("#parallel-futures button").count()) > 5);
  assert.notEqual(await lower.getAttribute("aria-valuetext"), "");
  await page.getByRole("button", { name: /limits/ }).first().press("Enter");
  await page.waitForFunction((all) => document.getElementById("parallel").dataset.selected === String(all), small.futures);
  await close();
});

test("a pointer drawn along an axis limits it, moves the stretch and lifts it", async () => {
  const { page, pathway, selected, close } = await fails("?axes=career,harm");
  const { column } = await columns(pathway);
  await page.locator("canvas.layer").last().scrollIntoViewIfNeeded();
  const box = await page.locator("canvas.layer").last().boundingBox();
  const x = box.x + 56;
  const drag = async (from, to) => {
    await page.mouse.move(x, box.y + from);
    await page.mouse.down();
    await page.mouse.move(x, box.y + (from + to) / 2);
    await page.mouse.move(x, box.y + to);
    await page.mouse.up();
  };
  const limits = async () => {
    await page.waitForURL(/brush=career/);
    await page.waitForTimeout(400);
    const [, low, high] = /career%3A([\d.]+)\.\.([\d.]+)/.exec(page.url());
    return [Number(low), Number(high)];
  };
  await drag(100, 200);
  const [low, high] = await limits();
  const expected = column("career").filter((value) => value >= low && value <= high).length;
  assert.ok(Math.abs((await selected()) - expected) <= 1, `${await selected()} beside ${expected}`);
  await drag(150, 210);
  const [moved] = await limits();
  assert.ok(moved < low, "the stretch moved down the axis");
  await page.mouse.click(x, box.y + 210);
  await page.waitForFunction((all) => document.getElementById("parallel").dataset.selected === String(all), small.futures);
  await close();
});

test("a link restores limits, axes and the opened future", async () => {
  const { page, selected, pathway, close } = await fails("?axes=career,harm&brush=career%3A30..50&future=7");
  const { column } = await columns(pathway);
  assert.equal(await selected(), column("career").filter((value) => value >= 30 && value <= 50).length);
  assert.equal(await page.locator(".axis-name").count(), 2);
  await page.waitForFunction(() => (document.getElementById("future")?.innerText.length ?? 0) > 50);
  assert.ok((await page.locator("#future").innerText()).includes("7"));
  await close();
});

test("a limit on an axis that is not shown brings the axis along, and goes with it", async () => {
  const { page, selected, close } = await fails("?axes=base_rate,harm&brush=career%3A30..50");
  assert.equal(await page.locator(".axis-name").count(), 3);
  assert.ok((await selected()) < small.futures);
  await page.locator("#parallel summary").first().click();
  await page.locator("#parallel input[value=career]").uncheck();
  await page.waitForFunction((all) => document.getElementById("parallel").dataset.selected === String(all), small.futures);
  await close();
});

test("a future is opened in full from the list", async () => {
  const { page, close } = await fails("?brush=career%3A30..50");
  const first = page.locator("#parallel-futures button").first();
  const member = await first.getAttribute("data-member");
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => (document.getElementById("future")?.innerText.length ?? 0) > 50);
  assert.equal(await first.getAttribute("aria-pressed"), "true");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "future");
  assert.ok(page.url().includes(`future=${member}`) || (await page.waitForURL(new RegExp(`future=${member}`)), true));
  await close();
});
