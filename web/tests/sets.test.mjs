// Sets of futures, limits on them, and densities, held to what a reader of the definitions would count by hand.
import { test } from "node:test";
import assert from "node:assert/strict";
import { load } from "./unit.mjs";
import { madeUp } from "./fixture/server.mjs";

const bits = await load("parallel/bits.ts");
const density = await load("parallel/density.ts");
const brushes = await load("parallel/brushes.ts");

test("a set holds the rows within limits, ends included, and never an unknown one", () => {
  const column = Float32Array.of(0, 1, NaN, 2, 3, 2);
  assert.deepEqual([...bits.rowsOf(bits.within(column, 1, 2))], [1, 3, 5]);
  assert.equal(bits.size(bits.within(column, -1, 9)), 5);
});

test("sets of any length agree with counting one by one", () => {
  for (const rows of [0, 1, 31, 32, 33, 64, 1000]) {
    const [a, b] = [madeUp(rows, 2).subarray(0, rows), madeUp(rows, 2).subarray(rows)];
    const both = bits.inAll([bits.within(a, 0.2, 0.7), bits.within(b, 0.1, 0.5)], rows);
    const expected = [...a.keys()].filter((row) => a[row] >= 0.2 && a[row] <= 0.7 && b[row] >= 0.1 && b[row] <= 0.5);
    assert.deepEqual([...bits.rowsOf(both)], expected);
    assert.equal(bits.size(both), expected.length);
    assert.equal(bits.size(bits.everyone(rows)), rows);
    assert.deepEqual([...bits.rowsOf(both, 3)], expected.slice(0, 3));
  }
});

test("one line makes a band from its begin to its end, one bin thick", () => {
  const [width, height] = [4, density.BINS];
  const line = (place) => density.binned(Float32Array.of(place));
  const level = density.density({ from: line(0.5), to: line(0.5), width, height }, Uint32Array.of(0), 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) assert.equal(level[y * width + x], y === height / 2 ? 1 : 0, `${x}, ${y}`);
  }
  const fall = density.density({ from: line(0), to: line(1), width, height }, Uint32Array.of(0), 1);
  assert.equal(fall[0], 1);
  assert.equal(fall[height * width - 1], 1);
  assert.equal(fall[(height - 1) * width], 0);
});

test("each column of a density without slope counts every known line once", () => {
  const rows = 5000;
  const places = madeUp(rows, 1);
  places[7] = NaN;
  const bins = density.binned(places);
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const [width, height] = [3, density.BINS];
  const passing = density.density({ from: bins, to: bins, width, height }, all, 1);
  const column = Array.from({ length: height }, (_, y) => passing[y * width + 1]);
  assert.equal(column.reduce((a, b) => a + b), rows - 1);
});

test("limits are read from the address as they were written there", () => {
  const limit = ["share of: oil", { low: -1.5, high: 20 }];
  assert.deepEqual(brushes.parsed(brushes.written(...limit)), limit);
  for (const text of ["", "oil", "oil:1", "oil:a..b", "oil:3..2"]) assert.equal(brushes.parsed(text), undefined, text);
});

test("a scale is logarithmic only where few values are much larger than the rest, and finds values again", async () => {
  const { scaleFor } = await load("parallel/scale.ts");
  const even = Float32Array.from({ length: 101 }, (_, at) => 1 + at);
  assert.equal(scaleFor(even, 1, 101).logarithmic, false);
  const skewed = Float32Array.from({ length: 101 }, (_, at) => 10 ** (at / 25));
  const scale = scaleFor(skewed, skewed[0], skewed[100]);
  assert.equal(scale.logarithmic, true);
  assert.ok(Math.abs(scale.share(100) - 0.5) < 1e-6);
  for (const share of [0, 0.25, 1]) assert.ok(Math.abs(scale.share(scale.value(share)) - share) < 1e-9);
  assert.ok(Number.isNaN(scale.share(NaN)) && scale.share(-1) === 0 && scale.share(1e9) === 1);
  assert.equal(scaleFor(Float32Array.of(2, 2), 2, 2).share(2), 0.5);
});
