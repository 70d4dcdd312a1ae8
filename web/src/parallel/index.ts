/** Parallel coordinates over all futures of a pathway: limit an axis, and the futures within all limits stand out. */

import { sentence, withdrawn } from "../ask";
import { count, share } from "../numbers";
import { read, set, write } from "../url";
import { say } from "../words";
import { drawAxes, nameAxes } from "./axes";
import { type Bits, everyone, rowsOf, size } from "./bits";
import { type Brush, Brushes, parsed, written } from "./brushes";
import { chooser, firstShown, spokenOf } from "./chooser";
import { type Columns, columnsOf } from "./columns";
import type { Grain } from "./density";
import { shelf } from "./futures";
import type { Layout } from "./layout";
import { limits } from "./limits";
import { drawLines, FINE, grainAfter } from "./picture";
import { brushable } from "./pointer";
import { inkOf, stage } from "./stage";

/** While a hand moves, what is selected is said no oftener than this. */
const SAY_MS = 200;

/** What waits until the hand has rested for this long. */
const REST_MS = 120;

/** Makes the figure of the page move, where there is one. */
export function parallel(): void {
  const figure = document.querySelector<HTMLElement>("figure#parallel");
  const state = document.getElementById("parallel-state");
  if (!figure || !state) return;
  const select = document.querySelector<HTMLSelectElement>("select#pathway");
  let shown = new AbortController();

  async function show(pathway: string): Promise<void> {
    shown.abort();
    const { signal } = (shown = new AbortController());
    state!.textContent = say("script.loading");
    try {
      const columns = await columnsOf(pathway, signal);
      if (!signal.aborted) move({ figure: figure!, state: state!, pathway, signal }, columns);
    } catch (error) {
      if (!withdrawn(error)) state!.textContent = sentence(error);
    }
  }

  const asked = read().get("pathway");
  if (select && asked !== null && [...select.options].some(({ value }) => value === asked)) select.value = asked;
  select?.addEventListener("change", () => {
    write((query) => {
      set(query, "pathway", select.value);
      query.delete("future");
    });
    void show(select.value);
  });
  void show(asked ?? figure.dataset.pathway ?? "");
}

/** Where futures are shown, and until when. */
interface Ground {
  figure: HTMLElement;
  state: HTMLElement;
  pathway: string;
  signal: AbortSignal;
}

function move({ figure, state, pathway, signal }: Ground, { sheet, all }: Columns): void {
  const query = read();
  const brushes = new Brushes(all);
  for (const text of query.getAll("brush")) {
    const brush = parsed(text);
    if (brush) brushes.set(...brush);
  }
  let names = firstShown(all, query.get("axes")?.split(",") ?? [], spokenOf(figure.closest("section")));
  // A limit is always seen.
  names = [...new Set([...brushes.list().map(([name]) => name), ...names])];
  const shown = () => names.flatMap((name) => all.find(({ axis }) => axis.name === name) ?? []);
  const label = say("script.parallel", { futures: count(sheet.rows) });
  const parts = stage(figure, state, { label, reading: say("script.reading"), clear: say("script.clear") });
  const held = shelf(pathway);
  const member = (row: number) => sheet.members?.[row] ?? row;
  let layout: Layout;
  let sliders: { show(): void };
  let drawing = 0;
  let settling = 0;
  let said = 0;
  let coarse: Grain = grainAfter(FINE, 0);
  let ink = inkOf(figure);

  /** Draws once before the next frame, however often it was asked. */
  function redraw(grain: Grain): void {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(() => front(brushes.selected(), grain));
  }

  function front(selected: Bits, grain: Grain): void {
    // Without a limit all are selected, and stand behind already.
    const rows = brushes.count === 0 ? new Uint32Array(0) : rowsOf(selected);
    const begun = performance.now();
    drawLines(parts.front, shown(), rows, layout, ink.front, grain);
    if (grain !== FINE) coarse = grainAfter(grain, performance.now() - begun);
    drawAxes(parts.front, shown(), layout, brushes, ink);
    parts.behind.classList.toggle("dimmed", brushes.count > 0);
    const held = size(selected);
    figure.dataset.selected = String(held);
    // Counts are read, not watched: few changes a second are enough, and the last one counts.
    if (grain !== FINE && performance.now() - said < SAY_MS) return;
    said = performance.now();
    state.textContent = told(held);
  }

  function told(selected: number): string {
    const places = { selected: count(selected), futures: count(sheet.rows) };
    if (brushes.count === 0) return say("script.all-selected", places);
    return say("script.selected", { ...places, share: share(sheet.rows > 0 ? selected / sheet.rows : 0) });
  }

  /** Everything that need not follow each movement of a hand. */
  function settle(): void {
    clearTimeout(settling);
    settling = window.setTimeout(() => {
      redraw(FINE);
      const rows = brushes.count === 0 ? [] : [...rowsOf(brushes.selected(), 1000)];
      held?.list(rows.map(member));
      parts.clear.disabled = brushes.count === 0;
      write((now) => {
        now.delete("brush");
        for (const [name, brush] of brushes.list()) now.append("brush", written(name, brush));
      });
    }, REST_MS);
  }

  function changed(name: string, brush: Brush | undefined): void {
    brushes.set(name, brush);
    sliders.show();
    redraw(coarse);
    settle();
  }

  function setUp(): void {
    layout = parts.fit(names.length);
    nameAxes(parts.names, "top", shown(), layout);
    nameAxes(parts.ends, "bottom", shown(), layout);
    sliders = limits(parts.limits, shown(), brushes, changed);
    again();
  }

  /** Draws both layers anew: another size, another theme. */
  function again(): void {
    ink = inkOf(figure);
    drawLines(parts.behind, shown(), rowsOf(everyone(sheet.rows)), layout, ink.behind, FINE);
    redraw(FINE);
  }

  chooser(parts.chooser, all, names, (chosen) => {
    names = chosen;
    for (const [name] of brushes.list()) if (!names.includes(name)) brushes.set(name, undefined);
    settle();
    write((now) => set(now, "axes", names.join(",")));
    setUp();
  });
  parts.clear.addEventListener("click", () => {
    brushes.clear();
    sliders.show();
    redraw(FINE);
    settle();
  });
  setUp();
  settle();
  brushable(parts.front, { shown, layout: () => layout, brushes, changed });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again, { signal });
  let width = figure.clientWidth;
  const sized = new ResizeObserver(() => {
    if (figure.clientWidth === width) return;
    width = figure.clientWidth;
    layout = parts.fit(names.length);
    nameAxes(parts.names, "top", shown(), layout);
    nameAxes(parts.ends, "bottom", shown(), layout);
    again();
  });
  sized.observe(figure);
  signal.addEventListener("abort", () => {
    sized.disconnect();
    clearTimeout(settling);
    cancelAnimationFrame(drawing);
    parts.remove();
  });
}
