// How many frames a second brushing reaches with 10^5 futures: a pointer draws limits on two axes while frames are counted.
//   node web/bench/brush.mjs [ROWS]
import { launch, open } from "../tests/browser.mjs";
import { serve } from "../tests/fixture/server.mjs";

const SECONDS = 4;
const LEAST = 30;
const rows = Number(process.argv[2] ?? 100_000);
const server = await serve(rows);
const browser = await launch();
const { page, errors } = await open(browser, `${server.address}/fails.html`);
await page.waitForSelector("#parallel[data-selected]");

const box = await page.locator("canvas.layer").last().boundingBox();
const axis = (at, axes = 7) => box.x + 56 + ((box.width - 112) * at) / (axes - 1);
await page.evaluate(() => {
  window.redraws = [];
  new MutationObserver(() => window.redraws.push(performance.now()))
    .observe(document.getElementById("parallel"), { attributes: true, attributeFilter: ["data-selected"] });
});

const results = [];
for (const [name, at] of [["measure", 6], ["uncertainty", 1], ["second limit", 3]]) {
  await page.mouse.move(axis(at), box.y + 20);
  await page.mouse.down();
  await page.evaluate(() => (window.redraws = []));
  const begun = Date.now();
  for (let step = 0; Date.now() - begun < 1000 * SECONDS; step++) {
    // Down over most of the axis and back: selections from few futures to nearly all.
    const turn = Math.abs(((step / 120) % 2) - 1);
    // Not awaited: a hand waits for no frame.
    void page.mouse.move(axis(at), box.y + 30 + (1 - turn) * (box.height - 60)).catch(() => {});
    await new Promise((ready) => setTimeout(ready, 8));
  }
  const redraws = await page.evaluate(() => window.redraws);
  await page.mouse.up();
  const gaps = redraws.slice(1).map((time, i) => time - redraws[i]).sort((a, b) => a - b);
  const middle = gaps[Math.floor(gaps.length / 2)];
  const slow = gaps[Math.floor(gaps.length * 0.95)];
  const rate = (1000 * (redraws.length - 1)) / (redraws.at(-1) - redraws[0]);
  results.push(rate);
  console.log(`${rows} futures, brushing the ${name}: ${rate.toFixed(1)} frames a second, ` +
    `${middle.toFixed(1)} ms between frames in the middle, ${slow.toFixed(1)} ms in the slowest twentieth`);
}
await browser.close();
server.stop();
if (errors.length > 0) throw new Error(errors.join("\n"));
const worst = Math.min(...results);
console.log(`${worst >= LEAST ? "holds" : "FAILS"}: at least ${LEAST} frames a second, ${worst.toFixed(1)} measured`);
process.exit(worst >= LEAST ? 0 : 1);
