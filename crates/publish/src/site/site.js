// Built by web/build from web/src; change it there.
"use strict";
(() => {
  // src/choice.ts
  function choice(id, title, options, before) {
    const select2 = document.createElement("select");
    select2.id = id;
    select2.append(...options.map(([text, value]) => new Option(text, value)));
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = title;
    const field = document.createElement("p");
    field.className = "field";
    field.append(label, " ", select2);
    before.before(field);
    return select2;
  }

  // src/url.ts
  var RESERVED = /* @__PURE__ */ new Set(["pathway", "measure", "date", "brush", "future", "axes"]);
  var PAUSE_MS = 150;
  var pending;
  var timer = 0;
  function read() {
    return new URLSearchParams(pending ?? location.search);
  }
  function write(change) {
    const query = read();
    change(query);
    pending = query;
    clearTimeout(timer);
    timer = window.setTimeout(flush, PAUSE_MS);
  }
  function flush() {
    if (!pending) return;
    const text = pending.toString();
    pending = void 0;
    if (location.protocol === "file:") return;
    history.replaceState(history.state, "", location.pathname + (text === "" ? "" : `?${text}`) + location.hash);
  }
  function set(query, name, value) {
    if (value === void 0) query.delete(name);
    else query.set(name, value);
  }
  function leverKey(name) {
    return RESERVED.has(name) ? `lever.${name}` : name;
  }
  addEventListener("pagehide", flush);

  // src/words.ts
  var words;
  function read2() {
    const held = document.querySelector("template#words");
    return held ? JSON.parse(held.content.textContent ?? "{}") : {};
  }
  function say(key, places = {}) {
    words ??= read2();
    const text = words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole2, name) => places[name] ?? whole2);
  }

  // src/compare.ts
  var HEADS = "#pathways thead th[scope=col] a[href]";
  var PICTURES = "#pathways .strips figure";
  function compare() {
    const heads = [...document.querySelectorAll(HEADS)];
    const pictures = [...document.querySelectorAll(PICTURES)];
    const place = pictures[0]?.parentElement;
    if (!place || heads.length === 0 || document.body.dataset.page !== "compare") return;
    const names = heads.map((head) => (head.getAttribute("href") ?? "").replace(/^.*#measure-/, ""));
    const every = [say("script.every-measure"), ""];
    const options = heads.map((head, at) => [head.textContent ?? "", names[at] ?? ""]);
    const select2 = choice("measure", say("script.measure"), [every, ...options], place);
    const asked = read().get("measure");
    if (asked !== null && names.includes(asked)) select2.value = asked;
    const show3 = () => {
      const chosen = names.indexOf(select2.value);
      pictures.forEach((picture, at) => picture.classList.toggle("chosen", at === chosen));
      mark(heads, chosen);
    };
    show3();
    select2.addEventListener("change", () => {
      show3();
      write((query) => set(query, "measure", select2.value === "" ? void 0 : select2.value));
    });
  }
  function mark(heads, chosen) {
    const cell = heads[chosen]?.closest("th");
    for (const table of new Set(heads.map((head) => head.closest("table")))) {
      const here = cell?.closest("table") === table ? cell : void 0;
      table?.classList.toggle("choosing", here !== void 0);
      for (const row of table?.rows ?? []) {
        for (const other of row.cells) {
          other.classList.toggle("chosen", other.cellIndex === here?.cellIndex && other.colSpan === 1);
        }
      }
      const scroller = table?.parentElement;
      if (here && scroller) scroller.scrollLeft += middle(here) - middle(scroller);
    }
  }
  function middle(element) {
    const { left, right } = element.getBoundingClientRect();
    return (left + right) / 2;
  }

  // src/date.ts
  var select;
  function date() {
    const fans = document.querySelector("#charts .chart, #moved-charts");
    if (!fans) return;
    select = choice("date", say("script.read-at"), [[say("script.at-the-end"), ""]], fans);
    readNewFans(document);
    select.addEventListener("change", () => {
      readFans(document);
      write((query) => set(query, "date", select?.value || void 0));
    });
  }
  function readNewFans(within2) {
    if (!select) return;
    if (select.options.length < 2) {
      const dates = new Set(fansIn(within2).flatMap(({ readings }) => readings.map((reading) => reading.date)));
      select.append(...[...dates].map((each) => new Option(each, each)));
      const asked = read().get("date") ?? "";
      if (dates.has(asked)) select.value = asked;
    }
    if (select.parentElement) select.parentElement.hidden = select.options.length < 2;
    if (select.value !== "") readFans(within2);
  }
  function fansIn(within2) {
    return [...within2.querySelectorAll("template.readings")].flatMap((held) => {
      const told2 = held.previousElementSibling;
      if (!(told2 instanceof HTMLElement)) return [];
      told2.dataset.ending ??= told2.textContent ?? "";
      const places = (held.dataset.x ?? "").split(" ");
      const lines = (held.content.textContent ?? "").split("\n").filter((line4) => line4 !== "");
      const readings = lines.map((line4, at) => {
        const [date2 = "", value = ""] = line4.split("|");
        return { date: date2, value, place: places[at] ?? "" };
      });
      return { told: told2, ending: told2.dataset.ending, drawing: held.closest("figure")?.querySelector("svg") ?? null, readings };
    });
  }
  function readFans(within2) {
    for (const { told: told2, ending, drawing, readings } of fansIn(within2)) {
      const reading = readings.find(({ date: date2 }) => date2 === select?.value);
      told2.textContent = reading ? `${reading.date}: ${reading.value}` : ending;
      drawing?.querySelector(".read-at")?.remove();
      if (drawing && reading) drawing.append(line(drawing, reading.place));
    }
  }
  function line(drawing, x) {
    const ends = [...drawing.querySelectorAll("line.grid, line.zero")].map((row) => Number(row.getAttribute("y1")));
    const across = document.createElementNS(drawing.namespaceURI, "line");
    across.setAttribute("class", "read-at");
    across.setAttribute("x1", x);
    across.setAttribute("x2", x);
    across.setAttribute("y1", String(Math.min(...ends)));
    across.setAttribute("y2", String(Math.max(...ends)));
    return across;
  }

  // src/events.ts
  function watch(renewed) {
    const banner = document.getElementById("banner");
    if (!banner) return;
    const stream = new EventSource("api/events");
    let heard = "";
    let first;
    stream.onmessage = ({ data }) => {
      if (data === heard) return;
      heard = data;
      const checked = JSON.parse(data);
      const notes = checked.notes.filter((note) => !onPage().includes(note));
      first ??= checked.version;
      if (checked.diagnostics !== null) wrong(banner, checked.diagnostics);
      else if (checked.version !== first) fresh(banner, notes, renewed);
      else if (notes.length > 0) show(banner, "noted", notes.map(sentence));
      else show(banner, "", []);
    };
  }
  function onPage() {
    return [...document.querySelectorAll(".site-note")].map((note) => note.textContent);
  }
  function wrong(banner, diagnostics) {
    const text = document.createElement("code");
    text.className = "diagnostics";
    text.textContent = diagnostics;
    show(banner, "broken", [sentence(say("script.broken")), text]);
  }
  function fresh(banner, notes, renewed) {
    const reload = document.createElement("button");
    reload.type = "button";
    reload.textContent = say("script.reload");
    reload.addEventListener("click", () => location.reload());
    show(banner, "renewed", [...[say("script.renewed"), ...notes].map(sentence), reload]);
    renewed();
  }
  function sentence(text) {
    const told2 = document.createElement("span");
    told2.textContent = text;
    return told2;
  }
  function show(banner, kind, content) {
    banner.className = kind;
    banner.replaceChildren(...content);
    banner.hidden = content.length === 0;
  }

  // src/ask.ts
  var Refusal = class extends Error {
  };
  async function ask(path, init = {}) {
    return (await reach(path, init)).json();
  }
  async function askText(path, init = {}) {
    return (await reach(path, init)).text();
  }
  async function askBytes(path, init = {}) {
    return (await reach(path, init)).arrayBuffer();
  }
  function send(path, body, signal) {
    const headers = { "content-type": "application/json" };
    return ask(path, { method: "POST", headers, body: JSON.stringify(body), signal: signal ?? null });
  }
  function withdrawn(error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
  function sentence2(error) {
    return error instanceof Refusal ? error.message : say("script.unreachable");
  }
  async function reach(path, init) {
    const answer = await fetch(path, init);
    if (!answer.ok) throw new Refusal(await reason(answer));
    return answer;
  }
  async function reason(answer) {
    const text = await answer.text();
    try {
      const { error } = JSON.parse(text);
      if (error) return error;
    } catch {
    }
    return say("script.refused", { status: `${answer.status}` });
  }

  // src/numbers.ts
  var language = document.documentElement.lang || "en";
  var { group, decimal } = document.body.dataset;
  var significant = (digits) => new Intl.NumberFormat(language, { maximumSignificantDigits: digits });
  var [two, three, four] = [2, 3, 4].map(significant);
  var whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  var percent = new Intl.NumberFormat(language, { style: "percent", maximumSignificantDigits: 3 });
  function number(value) {
    return written(Math.abs(value) >= 1e3 ? four : three, value);
  }
  function time(value) {
    return written(two, value);
  }
  function count(value) {
    return written(whole, value);
  }
  function share(value) {
    return written(percent, value);
  }
  function measured(value, unit) {
    if (unit === "share") return share(value);
    return unit === "" ? number(value) : `${number(value)} ${unit}`;
  }
  function written(format, value) {
    if (!Number.isFinite(value)) return "–";
    const parts2 = format.formatToParts(value);
    const mark2 = (type) => type === "group" ? group : type === "decimal" ? decimal : void 0;
    return parts2.map((part2) => mark2(part2.type) ?? part2.value).join("");
  }

  // src/swap.ts
  function swap(place, html) {
    const opened = [...place.querySelectorAll("details")].map((details) => details.open);
    place.style.minBlockSize = `${place.offsetHeight}px`;
    place.innerHTML = html;
    place.querySelectorAll("details").forEach((details, at) => {
      details.open = opened[at] ?? details.open;
    });
    requestAnimationFrame(() => {
      place.style.minBlockSize = "";
    });
  }

  // src/levers/changed.ts
  function listChanged(list, levers2, undo) {
    const moved = levers2.filter((lever) => lever.moved());
    list.replaceChildren(...moved.length === 0 ? [nothing()] : moved.map((lever) => line2(lever, undo)));
  }
  function nothing() {
    const item = document.createElement("li");
    item.textContent = say("script.nothing-changed");
    return item;
  }
  function line2(lever, undo) {
    const item = document.createElement("li");
    const from = lever.spoken(lever.start());
    const to = lever.spoken(String(lever.value()));
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = say("script.undo");
    back.setAttribute("aria-label", say("script.undo-lever", { lever: lever.title }));
    back.addEventListener("click", () => {
      undo(lever);
      lever.control.focus();
    });
    item.append(say("script.changed", { lever: lever.title, from, to }), " ", back);
    return item;
  }

  // src/levers/lever.ts
  function leversOf(form) {
    const controls = form.querySelectorAll("input[type=range][name], select[name]:not(#pathway)");
    return [...controls].map((control) => control instanceof HTMLSelectElement ? choice2(control) : slider(control));
  }
  function wordAt(words2, value, min, max) {
    if (words2.length === 0 || !(max > min)) return words2[0];
    const share2 = Math.min(1, Math.max(0, (value - min) / (max - min)));
    return words2[Math.min(words2.length - 1, Math.floor(share2 * words2.length))];
  }
  function slider(control) {
    const words2 = JSON.parse(control.dataset.words ?? "[]");
    const unit = control.dataset.unit ?? "";
    const spoken = (text) => {
      const value = Number(text);
      const word = wordAt(words2, value, Number(control.min), Number(control.max));
      const amount = measured(value, unit);
      return word === void 0 ? amount : `${word} (${amount})`;
    };
    return {
      ...common(control, spoken),
      value: () => control.valueAsNumber,
      put(text) {
        if (text.trim() === "" || !Number.isFinite(Number(text))) return false;
        control.value = text;
        return true;
      },
      moved: () => control.valueAsNumber !== Number(control.dataset.default),
      tell() {
        control.setAttribute("aria-valuetext", spoken(control.value));
        write2(control, spoken(control.value));
      }
    };
  }
  function choice2(control) {
    const option = (text) => [...control.options].find((one) => one.value === text);
    const spoken = (text) => option(text)?.text ?? text;
    return {
      ...common(control, spoken),
      value: () => control.value,
      put(text) {
        if (!option(text)) return false;
        control.value = text;
        return true;
      },
      moved: () => control.value !== control.dataset.default,
      tell: () => write2(control, spoken(control.value))
    };
  }
  function common(control, spoken) {
    return {
      control,
      name: control.name,
      title: control.labels?.[0]?.textContent?.trim() || control.name,
      spoken,
      start: () => control.dataset.default ?? "",
      startAt(text) {
        control.dataset.default = text;
      }
    };
  }
  function write2(control, text) {
    const output = document.querySelector(`output[for="${CSS.escape(control.id)}"]`);
    if (output && output.value !== text) output.value = text;
  }

  // src/levers/mover.ts
  var FIRST = 256;
  var BEHIND = 1e3;
  var PAUSE_MS2 = 50;
  var VIEWER = [...crypto.getRandomValues(new Uint32Array(2))].map((part2) => part2.toString(36)).join("");
  function mover(listener) {
    let timer2 = 0;
    let running = new AbortController();
    async function run(position, signal) {
      try {
        listener.asked();
        for (const futures of [FIRST, BEHIND]) {
          const moved = await send("api/move", { ...position, futures, viewer: VIEWER }, signal);
          if (signal.aborted) return;
          listener.answered(moved, futures === FIRST);
        }
      } catch (error) {
        if (!signal.aborted && !withdrawn(error)) listener.failed(error);
      }
    }
    return (position) => {
      running.abort();
      clearTimeout(timer2);
      running = new AbortController();
      const { signal } = running;
      timer2 = window.setTimeout(() => void run(position, signal), PAUSE_MS2);
    };
  }

  // src/levers/scenarios.ts
  function scenarios(sheet) {
    const form = document.querySelector("form#scenario");
    const list = document.getElementById("scenarios");
    if (!form || !list) return;
    const state = stateOf(form);
    const show3 = (all) => list.replaceChildren(...all.map((one) => line3(one, sheet)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = form.querySelector("input[name=name]");
      const name = field?.value.trim() ?? "";
      if (name === "") {
        state.textContent = say("script.scenario-unnamed");
        field?.focus();
        return;
      }
      send("api/scenarios", { name, ...sheet.position() }).then((all) => {
        show3(all);
        state.textContent = say("script.scenario-saved", { name });
      }).catch((error) => state.textContent = sentence2(error));
    });
    ask("api/scenarios").then(show3).catch((error) => state.textContent = sentence2(error));
  }
  function line3(scenario, sheet) {
    const item = document.createElement("li");
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = scenario.name;
    open.addEventListener("click", () => sheet.open(scenario));
    item.append(open);
    return item;
  }
  function stateOf(form) {
    const found = form.querySelector("[role=status]");
    if (found) return found;
    const made = document.createElement("p");
    made.setAttribute("role", "status");
    form.append(made);
    return made;
  }

  // src/levers/index.ts
  function levers() {
    const form = document.querySelector("form#levers");
    if (!form) return void 0;
    const held = leversOf(form);
    const pathway = document.querySelector("select#pathway");
    const state = part("moved-state");
    const move2 = mover({
      asked: () => state.setAttribute("aria-busy", "true"),
      answered(moved, finer) {
        state.removeAttribute("aria-busy");
        state.textContent = told(moved, finer);
        show2(moved);
      },
      failed(error) {
        state.removeAttribute("aria-busy");
        state.textContent = sentence2(error);
      }
    });
    const named = () => pathway?.value ?? form.dataset.pathway ?? "";
    let standing = form.dataset.pathway ?? "";
    let starts;
    const known = (name) => [...pathway?.options ?? []].some(({ value }) => value === name);
    const chosen = (name) => known(name) ? name : named();
    const choose = (name) => {
      if (pathway && known(name)) pathway.value = name;
    };
    function position() {
      const moved = held.filter((lever) => lever.moved());
      return { pathway: named(), levers: moved.map((lever) => [lever.name, lever.value()]) };
    }
    function tell() {
      for (const lever of held) lever.tell();
      listChanged(part("changed"), held, (lever) => {
        lever.put(lever.start());
        changed();
      });
    }
    function changed() {
      tell();
      write((query) => {
        set(query, "pathway", named() === form?.dataset.pathway ? void 0 : named());
        for (const lever of held) set(query, leverKey(lever.name), lever.moved() ? String(lever.value()) : void 0);
      });
      move2(position());
    }
    function reset() {
      for (const lever of held) lever.put(lever.start());
      changed();
    }
    async function open(where) {
      try {
        if (chosen(where().pathway) !== standing) starts ??= await ask("api/levers");
      } catch (error) {
        state.textContent = sentence2(error);
        return;
      }
      const to = where();
      choose(to.pathway);
      for (const lever of held) {
        const start = standing === named() ? void 0 : starts?.levers.find(({ name }) => name === lever.name)?.values[named()];
        if (start !== void 0) lever.startAt(String(start));
        lever.put(lever.start());
      }
      standing = named();
      for (const [name, value] of to.levers) held.find((lever) => lever.name === name)?.put(String(value));
      for (const lever of held) if (lever.moved()) lever.control.closest("details")?.setAttribute("open", "");
      changed();
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      if (event.target !== pathway) changed();
    });
    document.getElementById("reset")?.addEventListener("click", (event) => {
      event.preventDefault();
      reset();
    });
    pathway?.addEventListener("change", () => void open(position));
    const sheet = {
      position,
      open: (to) => void open(() => to),
      again: () => move2(position())
    };
    tell();
    const asked = fromAddress(held);
    sheet.open({ ...asked, pathway: asked.pathway || named() });
    scenarios(sheet);
    return sheet;
  }
  function fromAddress(held) {
    const query = read();
    const named = held.flatMap((lever) => {
      const value = query.get(leverKey(lever.name));
      return value === null ? [] : [[lever.name, value]];
    });
    return { pathway: query.get("pathway") ?? "", levers: named };
  }
  function show2(moved) {
    swap(part("moved-table"), moved.table);
    tellShort(part("moved-table"), part("moved-short"));
    swap(part("moved-charts"), moved.charts.join("\n"));
    readNewFans(part("moved-charts"));
    const command = document.getElementById("moved-command");
    if (command) command.textContent = moved.command;
  }
  function tellShort(table, short) {
    const row = table.querySelector("tbody tr");
    const [measure, moved, unchanged] = [row?.querySelector(".measure"), ...row?.querySelectorAll("td") ?? []];
    if (!measure || !moved || !unchanged) return;
    const text = (of) => of.textContent ?? "";
    short.textContent = say("script.moved-short", { measure: text(measure), moved: text(moved), unchanged: text(unchanged) });
    short.hidden = false;
  }
  function told(moved, finer) {
    const places = { futures: count(moved.futures), seconds: time(moved.seconds) };
    const key = moved.from === "decision" ? "script.moved-from-decision" : "script.moved";
    return say(key, places) + (finer ? ` ${say("script.refining")}` : "");
  }
  function part(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`the page has no #${id}`);
    return found;
  }

  // src/parallel/density.ts
  var BINS = 128;
  var UNKNOWN = 255;
  function binned(places) {
    const bins = new Uint8Array(places.length);
    for (let row = 0; row < places.length; row++) {
      const place = places[row];
      bins[row] = place === place ? Math.min(BINS - 1, place * BINS | 0) : UNKNOWN;
    }
    return bins;
  }
  function density({ from, to, width, height }, rows, merged) {
    const bins = BINS / merged;
    const steps = new Int32Array(width * (height + 1));
    const counts = tally(from, to, rows, merged);
    const pixel = height / bins;
    for (let start = 0; start < bins; start++) {
      for (let end = 0; end < bins; end++) {
        const held = counts[start * bins + end];
        if (held > 0) band(steps, { held, top: start * pixel, slope: (end - start) * pixel / width, pixel, width, height });
      }
    }
    for (let at = width; at < steps.length; at++) steps[at] += steps[at - width];
    return steps.subarray(0, width * height);
  }
  function tally(from, to, rows, merged) {
    const shift = merged >> 1;
    const bins = BINS >> shift;
    const counts = new Uint32Array(bins * bins);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at];
      const start = from[row];
      const end = to[row];
      if (start !== UNKNOWN && end !== UNKNOWN) counts[(start >> shift) * bins + (end >> shift)]++;
    }
    return counts;
  }
  function band(steps, { held, top, slope, pixel, width, height }) {
    const reach2 = Math.abs(slope) + pixel;
    let edge = slope < 0 ? top + slope : top;
    for (let x = 0; x < width; x++, edge += slope) {
      const begin = edge < 0 ? 0 : edge | 0;
      const last = edge + reach2 + 0.999 | 0;
      steps[begin * width + x] += held;
      steps[(last > height ? height : last) * width + x] -= held;
    }
  }
  var SHADES = 1024;
  var shades = new Uint32Array(SHADES + 1);
  function tint(passing, into, colour) {
    let most = 1;
    for (let at = 0; at < passing.length; at++) if (passing[at] > most) most = passing[at];
    const [red, green, blue] = colour;
    for (let shade = 1; shade <= SHADES; shade++) {
      const alpha = Math.round(20 + 230 * shade / SHADES);
      shades[shade] = (alpha << 24 | blue << 16 | green << 8 | red) >>> 0;
    }
    const pixels = new Uint32Array(into.data.buffer);
    const scale = SHADES / Math.sqrt(most);
    for (let at = 0; at < passing.length; at++) {
      const held = passing[at];
      pixels[at] = held > 0 ? shades[Math.sqrt(held) * scale + 0.999 | 0] : 0;
    }
  }

  // src/parallel/scale.ts
  var GAIN = 0.15;
  var SAMPLE = 2e3;
  function scaleFor(values, min, max) {
    const plain = between(min, max);
    if (!(min > 0) || !(max > min)) return plain;
    const logarithms = between(Math.log(min), Math.log(max));
    const middle2 = median(values);
    const off = (share2) => Math.abs(share2 - 0.5);
    if (!(off(logarithms.share(Math.log(middle2))) < off(plain.share(middle2)) - GAIN)) return plain;
    return {
      logarithmic: true,
      share: (value) => value > 0 ? logarithms.share(Math.log(value)) : value === value ? 0 : NaN,
      value: (share2) => share2 <= 0 ? min : share2 >= 1 ? max : Math.exp(logarithms.value(share2))
    };
  }
  function between(min, max) {
    const span = max - min;
    return {
      logarithmic: false,
      share: (value) => value !== value ? NaN : span > 0 ? Math.min(1, Math.max(0, (value - min) / span)) : 0.5,
      value: (share2) => share2 >= 1 ? max : min + Math.max(0, share2) * span
    };
  }
  function median(values) {
    const step = Math.max(1, Math.floor(values.length / SAMPLE));
    const sample = values.filter((value, row) => row % step === 0 && value === value).sort();
    return sample[Math.floor(sample.length / 2)] ?? NaN;
  }

  // src/parallel/columns.ts
  async function columnsOf(pathway, signal) {
    const which = `pathway=${encodeURIComponent(pathway)}`;
    const sheet = await ask(`api/outcomes?${which}`, { signal });
    const bytes = await askBytes(`api/outcomes.bin?${which}`, { signal });
    const needed = 4 * sheet.rows * sheet.axes.length;
    if (bytes.byteLength !== needed) throw new Error(`outcomes of ${bytes.byteLength} bytes instead of ${needed}`);
    return { sheet, all: sheet.axes.map((axis, at) => column(axis, read3(bytes, at * sheet.rows, sheet.rows))) };
  }
  function read3(bytes, from, rows) {
    const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
    if (little) return new Float32Array(bytes, 4 * from, rows);
    const view = new DataView(bytes, 4 * from, 4 * rows);
    return Float32Array.from({ length: rows }, (_, row) => view.getFloat32(4 * row, true));
  }
  function column(axis, values) {
    const scale = scaleFor(values, axis.min, axis.max);
    const places = new Float32Array(values.length);
    const turned = topIsLow(axis);
    for (let row = 0; row < values.length; row++) {
      const share2 = scale.share(values[row]);
      places[row] = turned ? share2 : 1 - share2;
    }
    return { axis, values, scale, places, bins: binned(places) };
  }
  function placeOf({ axis, scale }, value) {
    return topIsLow(axis) ? scale.share(value) : 1 - scale.share(value);
  }
  function valueAt({ axis, scale }, place) {
    return scale.value(topIsLow(axis) ? place : 1 - place);
  }
  function topIsLow(axis) {
    return axis.better === "low";
  }

  // src/parallel/layout.ts
  var LEAST_GAP = 104;
  var MARGIN = 56;
  var TOP = 12;
  var FOOT = 12;
  function layoutFor(axes, place) {
    const width = Math.max(place.width, (axes - 1) * LEAST_GAP + 2 * MARGIN);
    return {
      width,
      top: TOP,
      height: place.height - TOP - FOOT,
      left: MARGIN,
      right: width - MARGIN,
      axes,
      ratio: Math.min(2, window.devicePixelRatio || 1)
    };
  }
  function axisX(layout, at) {
    if (layout.axes < 2) return (layout.left + layout.right) / 2;
    return layout.left + (layout.right - layout.left) * at / (layout.axes - 1);
  }
  function axisAt(layout, x, reach2) {
    for (let at = 0; at < layout.axes; at++) if (Math.abs(axisX(layout, at) - x) <= reach2) return at;
    return void 0;
  }
  function placeAt(layout, y) {
    return Math.min(1, Math.max(0, (y - layout.top) / layout.height));
  }

  // src/parallel/axes.ts
  var HALF = 7;
  function drawAxes(canvas, shown, layout, brushes, ink) {
    const pen = canvas.getContext("2d");
    pen.setTransform(layout.ratio, 0, 0, layout.ratio, 0, 0);
    shown.forEach((column2, at) => {
      const { axis } = column2;
      const x = axisX(layout, at);
      pen.fillStyle = ink.line;
      pen.fillRect(x - 0.75, layout.top, 1.5, layout.height);
      if (axis.bar !== null) {
        pen.fillStyle = ink.bar;
        pen.fillRect(x - 10, layout.top + placeOf(column2, axis.bar) * layout.height - 1, 20, 2);
      }
      const brush = brushes.get(axis.name);
      if (!brush) return;
      const ends = [placeOf(column2, brush.low), placeOf(column2, brush.high)];
      const top = layout.top + Math.min(...ends) * layout.height;
      const height = Math.max(2, Math.abs(ends[0] - ends[1]) * layout.height);
      pen.fillStyle = pen.strokeStyle = `rgb(${ink.front.join(" ")})`;
      pen.globalAlpha = 0.28;
      pen.fillRect(x - HALF, top, 2 * HALF, height);
      pen.globalAlpha = 1;
      pen.lineWidth = 1.5;
      pen.strokeRect(x - HALF, top, 2 * HALF, height);
    });
  }
  function nameAxes(place, which, shown, layout) {
    place.replaceChildren(
      ...shown.map((column2, at) => {
        const { axis, scale } = column2;
        const label = document.createElement("div");
        label.className = `axis-${which}`;
        const end = document.createElement("span");
        end.textContent = measured(valueAt(column2, which === "top" ? 0 : 1), axis.unit);
        if (which === "top") {
          const name = document.createElement("span");
          name.className = "axis-name";
          name.textContent = axis.title;
          name.title = axis.title;
          label.append(name);
        }
        label.append(end);
        if (which === "bottom" && scale.logarithmic) label.append(` (${say("script.logarithmic")})`);
        label.style.left = `${axisX(layout, at)}px`;
        return label;
      })
    );
  }

  // src/parallel/bits.ts
  function everyone(rows) {
    const bits = new Uint32Array(Math.ceil(rows / 32)).fill(4294967295);
    const rest = rows % 32;
    if (rest > 0) bits[bits.length - 1] = 2 ** rest - 1;
    return bits;
  }
  function within(column2, low, high) {
    const rows = column2.length;
    const bits = new Uint32Array(Math.ceil(rows / 32));
    for (let word = 0, row = 0; word < bits.length; word++) {
      let held = 0;
      const end = Math.min(32, rows - row);
      for (let bit = 0; bit < end; bit++, row++) {
        const value = column2[row];
        if (value >= low && value <= high) held |= 1 << bit;
      }
      bits[word] = held;
    }
    return bits;
  }
  function inAll(sets, rows) {
    const bits = everyone(rows);
    for (const set2 of sets) for (let word = 0; word < bits.length; word++) bits[word] &= set2[word];
    return bits;
  }
  function size(bits) {
    let held = 0;
    for (let word of bits) {
      word -= word >>> 1 & 1431655765;
      word = (word & 858993459) + (word >>> 2 & 858993459);
      held += Math.imul(word + (word >>> 4) & 252645135, 16843009) >>> 24;
    }
    return held;
  }
  function rowsOf(bits, most = Infinity) {
    const rows = new Uint32Array(Math.min(size(bits), most));
    let at = 0;
    for (let word = 0; word < bits.length && at < rows.length; word++) {
      for (let rest = bits[word]; rest !== 0 && at < rows.length; rest &= rest - 1) {
        rows[at++] = 32 * word + 31 - Math.clz32(rest & -rest);
      }
    }
    return rows;
  }

  // src/parallel/brushes.ts
  var Brushes = class {
    constructor(columns) {
      this.columns = columns;
    }
    columns;
    held = /* @__PURE__ */ new Map();
    get(name) {
      return this.held.get(name)?.brush;
    }
    /** Limits an axis; limits that leave out nothing that is known, or none, are no limits. */
    set(name, brush) {
      const column2 = this.columns.find(({ axis }) => axis.name === name);
      if (!column2) return;
      if (!brush || brush.low <= column2.axis.min && brush.high >= column2.axis.max) {
        this.held.delete(name);
        return;
      }
      const { min, max } = column2.axis;
      const low = brush.low <= min ? min : rounded(brush.low);
      const high = brush.high >= max ? max : rounded(brush.high);
      this.held.set(name, { brush: { low, high }, bits: within(column2.values, low, high) });
    }
    clear() {
      this.held.clear();
    }
    /** How many axes are limited. */
    get count() {
      return this.held.size;
    }
    /** Names and limits, in the axes' order. */
    list() {
      return this.columns.flatMap(({ axis }) => {
        const brush = this.get(axis.name);
        return brush ? [[axis.name, brush]] : [];
      });
    }
    /** The futures within all limits. */
    selected() {
      const rows = this.columns[0]?.values.length ?? 0;
      return inAll([...this.held.values()].map(({ bits }) => bits), rows);
    }
  };
  function written2(name, { low, high }) {
    return `${name}:${low}..${high}`;
  }
  function parsed(text) {
    const found = /^(.+):([^:]+)\.\.([^:]+)$/.exec(text);
    if (!found) return void 0;
    const [low, high] = [Number(found[2]), Number(found[3])];
    return low <= high ? [found[1], { low, high }] : void 0;
  }
  function rounded(value) {
    return Number(value.toPrecision(6));
  }

  // src/parallel/chooser.ts
  var SHOWN = 7;
  var KINDS = [
    ["uncertainty", "script.axes-uncertainty"],
    ["measure", "script.axes-measure"]
  ];
  function spokenOf(section) {
    const links = section?.querySelectorAll("table a[href*='#']") ?? [];
    return [...links].map((link) => (link.getAttribute("href") ?? "").replace(/^.*#[a-z]+-/, ""));
  }
  function firstShown(all, asked, spoken) {
    const names = all.map(({ axis }) => axis.name);
    const known = asked.filter((name) => names.includes(name));
    if (known.length > 1) return known;
    const of = (kind) => {
      const varied = all.filter(({ axis }) => axis.kind === kind && axis.min < axis.max).map(({ axis }) => axis.name);
      return [.../* @__PURE__ */ new Set([...spoken.filter((name) => varied.includes(name)), ...varied])];
    };
    const [uncertain, measures] = [of("uncertainty"), of("measure")];
    const causes = uncertain.slice(0, Math.max(SHOWN - measures.length, Math.floor(SHOWN / 2)));
    const first = [...causes, ...measures.slice(0, SHOWN - causes.length)];
    return first.length > 1 ? first : names.slice(0, 2);
  }
  function chooser(place, all, shown, changed) {
    const boxes = all.map(({ axis }) => {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = axis.name;
      box.checked = shown.includes(axis.name);
      return box;
    });
    const summary = document.createElement("summary");
    summary.textContent = say("script.axes-shown");
    const groups = KINDS.map(([kind, title]) => {
      const group3 = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = say(title);
      group3.append(legend);
      all.forEach(({ axis }, at) => {
        if (axis.kind !== kind) return;
        const label = document.createElement("label");
        label.append(boxes[at], ` ${axis.title}`);
        group3.append(label);
      });
      return group3;
    });
    place.replaceChildren(summary, ...groups);
    place.addEventListener("change", (event) => {
      const names = boxes.filter((box) => box.checked).map((box) => box.value);
      if (names.length < 2 && event.target instanceof HTMLInputElement) event.target.checked = true;
      else changed(names);
    });
  }

  // src/parallel/futures.ts
  var LISTED = 24;
  function shelf(pathway) {
    const list = document.getElementById("parallel-futures");
    const place = document.getElementById("future");
    if (!list || !place) return void 0;
    const into = place;
    let running = new AbortController();
    let opened = read().get("future") ?? void 0;
    async function open(member, focus) {
      running.abort();
      running = new AbortController();
      const { signal } = running;
      opened = member;
      mark2();
      write((query) => set(query, "future", member));
      try {
        const query = new URLSearchParams({ pathway, member });
        swap(into, await askText(`api/future?${query}`, { signal }));
        into.setAttribute("tabindex", "-1");
        if (focus) into.focus({ preventScroll: true });
        if (focus) into.scrollIntoView({ block: "nearest" });
      } catch (error) {
        if (!withdrawn(error)) into.textContent = sentence2(error);
      }
    }
    function mark2() {
      for (const button of list.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.dataset.member === opened));
      }
    }
    into.replaceChildren();
    if (opened !== void 0) void open(opened, false);
    return {
      list(members) {
        const items = [];
        for (const member of members) {
          if (items.length === LISTED) break;
          const button = document.createElement("button");
          button.type = "button";
          button.dataset.member = String(member);
          button.textContent = say("script.future", { future: count(member) });
          button.addEventListener("click", () => void open(String(member), true));
          const item = document.createElement("li");
          item.append(button);
          items.push(item);
        }
        list.replaceChildren(...items);
        mark2();
      }
    };
  }

  // src/parallel/limits.ts
  var STEPS = 200;
  function limits(place, shown, brushes, changed) {
    const groups = shown.map((column2) => group2(column2, brushes, changed));
    place.replaceChildren(...groups.map(({ element }) => element));
    return { show: () => groups.forEach(({ show: show3 }) => show3()) };
  }
  function group2(column2, brushes, changed) {
    const { axis } = column2;
    const element = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = axis.title;
    const told2 = document.createElement("p");
    told2.className = "quiet";
    const low = slider2("script.at-least", axis.title);
    const high = slider2("script.at-most", axis.title);
    element.append(legend, low, high, told2);
    const unknown = column2.values.reduce((held, value) => held + (value === value ? 0 : 1), 0);
    function show3() {
      const brush = brushes.get(axis.name);
      const at = brush ?? { low: axis.min, high: axis.max };
      low.value = String(stepOf(column2, at.low));
      high.value = String(stepOf(column2, at.high));
      low.setAttribute("aria-valuetext", measured(at.low, axis.unit));
      high.setAttribute("aria-valuetext", measured(at.high, axis.unit));
      element.classList.toggle("limited", brush !== void 0);
      const places = { low: measured(at.low, axis.unit), high: measured(at.high, axis.unit) };
      told2.textContent = say(brush ? "script.limited" : "script.range", places);
      if (unknown > 0) told2.textContent += ` ${say("script.unknown", { count: count(unknown) })}`;
    }
    function moved(event) {
      const ends = [Number(low.value), Number(high.value)];
      if (ends[0] > ends[1]) ends.fill(event.target === low ? ends[0] : ends[1]);
      const brush = { low: valueOf(column2, ends[0]), high: valueOf(column2, ends[1]) };
      changed(axis.name, brush);
    }
    low.addEventListener("input", moved);
    high.addEventListener("input", moved);
    show3();
    return { element, show: show3 };
  }
  function slider2(key, title) {
    const input = document.createElement("input");
    input.type = "range";
    input.min = "0";
    input.max = String(STEPS);
    input.setAttribute("aria-label", say(key, { axis: title }));
    return input;
  }
  function stepOf({ scale }, value) {
    return Math.round(STEPS * scale.share(value));
  }
  function valueOf({ scale }, step) {
    return scale.value(step / STEPS);
  }

  // src/parallel/picture.ts
  var SINGLE_LINES = 1500;
  var FINE = 1;
  var COARSE = 2;
  var COARSEST = 4;
  var LONG_MS = 14;
  var SHORT_MS = 5;
  function grainAfter(last, took) {
    if (took > LONG_MS) return COARSEST;
    return last === FINE || took < SHORT_MS ? COARSE : last;
  }
  function drawLines(canvas, shown, rows, layout, colour, grain) {
    const pen = canvas.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (rows.length <= SINGLE_LINES) drawSingle(pen, shown, rows, layout, colour);
    else drawDense(pen, shown, rows, layout, colour, grain);
  }
  function drawSingle(pen, shown, rows, layout, colour) {
    pen.setTransform(layout.ratio, 0, 0, layout.ratio, 0, 0);
    pen.strokeStyle = `rgb(${colour.join(" ")})`;
    pen.globalAlpha = Math.min(0.85, Math.max(0.1, 5 / Math.sqrt(rows.length + 1)));
    pen.lineWidth = rows.length < 100 ? 1.5 : 1;
    for (const row of rows) {
      pen.beginPath();
      let drawing = false;
      shown.forEach((column2, at) => {
        const place = column2.places[row];
        const known = place === place;
        if (known && drawing) pen.lineTo(axisX(layout, at), layout.top + place * layout.height);
        else if (known) pen.moveTo(axisX(layout, at), layout.top + place * layout.height);
        drawing = known;
      });
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }
  function drawDense(pen, shown, rows, layout, colour, grain) {
    const { ratio } = layout;
    const height = Math.round(layout.height / grain);
    const sheet = new OffscreenCanvas(1, height);
    for (let at = 0; at + 1 < shown.length; at++) {
      const begin = axisX(layout, at);
      const across = axisX(layout, at + 1) - begin;
      const width = Math.max(1, Math.round(across / grain));
      const gap = { from: shown[at].bins, to: shown[at + 1].bins, width, height };
      const image = new ImageData(width, height);
      tint(density(gap, rows, grain), image, colour);
      sheet.width = width;
      sheet.getContext("2d").putImageData(image, 0, 0);
      pen.drawImage(sheet, begin * ratio, layout.top * ratio, across * ratio, layout.height * ratio);
    }
  }

  // src/parallel/pointer.ts
  var REACH = 22;
  var GRIP = 6;
  function brushable(canvas, ground) {
    let hold;
    canvas.addEventListener("pointerdown", (event) => {
      hold = grasp(event, ground);
      if (!hold) return;
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!hold) {
        canvas.style.cursor = axisAt(ground.layout(), event.offsetX, REACH) === void 0 ? "" : "ns-resize";
        return;
      }
      ground.changed(hold.column.axis.name, stretch(hold, placeAt(ground.layout(), event.offsetY)), false);
    });
    const release = (event) => {
      if (!hold) return;
      const place = placeAt(ground.layout(), event.offsetY);
      const still = Math.abs(place - hold.begun) * ground.layout().height < 3;
      ground.changed(hold.column.axis.name, still ? void 0 : stretch(hold, place), true);
      hold = void 0;
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
  }
  function grasp(event, ground) {
    const layout = ground.layout();
    const at = axisAt(layout, event.offsetX, REACH);
    const column2 = at === void 0 ? void 0 : ground.shown()[at];
    if (!column2 || event.button !== 0) return void 0;
    const begun = placeAt(layout, event.offsetY);
    const brush = ground.brushes.get(column2.axis.name);
    if (!brush) return { column: column2, begun, fixed: begun };
    const ends = [placeOf(column2, brush.low), placeOf(column2, brush.high)].sort((a, b) => a - b);
    const [top, bottom] = ends;
    const near = (place) => Math.abs(place - begun) * layout.height <= GRIP;
    if (near(top)) return { column: column2, begun, fixed: bottom };
    if (near(bottom)) return { column: column2, begun, fixed: top };
    if (begun > top && begun < bottom) return { column: column2, begun, whole: { from: begun, top, bottom } };
    return { column: column2, begun, fixed: begun };
  }
  function stretch({ column: column2, fixed, whole: whole2 }, place) {
    let ends;
    if (whole2) {
      const by = Math.min(1 - whole2.bottom, Math.max(-whole2.top, place - whole2.from));
      ends = [whole2.top + by, whole2.bottom + by];
    } else {
      ends = [fixed ?? place, place];
    }
    const values = ends.map((end) => valueAt(column2, end));
    return { low: Math.min(...values), high: Math.max(...values) };
  }

  // src/parallel/stage.ts
  var HEIGHT = 340;
  function stage(figure, state, told2) {
    const scroller = make("div", "parallel-scroller");
    const names = make("div", "parallel-names");
    const layers = make("div", "parallel-layers");
    const ends = make("div", "parallel-ends");
    const behind = make("canvas", "layer");
    const front = make("canvas", "layer");
    behind.setAttribute("role", "img");
    behind.setAttribute("aria-label", told2.label);
    front.setAttribute("aria-hidden", "true");
    layers.append(behind, front);
    const inner = make("div", "parallel-stage");
    inner.append(names, layers, ends);
    scroller.append(inner);
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "group");
    scroller.setAttribute("aria-label", told2.label);
    const limits2 = make("div", "parallel-limits");
    const chooser2 = make("details", "parallel-axes");
    const clear = make("button", "parallel-clear");
    clear.type = "button";
    clear.textContent = told2.clear;
    for (const picture of figure.querySelectorAll("svg")) picture.setAttribute("hidden", "");
    figure.classList.add("moving");
    const reading = make("p", "quiet");
    reading.textContent = told2.reading;
    figure.prepend(scroller, state, reading, limits2, clear, chooser2);
    function fit(count2) {
      const layout = layoutFor(count2, { width: scroller.clientWidth, height: HEIGHT });
      inner.style.inlineSize = `${layout.width}px`;
      layers.style.blockSize = `${HEIGHT}px`;
      for (const canvas of [behind, front]) {
        canvas.width = Math.round(layout.width * layout.ratio);
        canvas.height = Math.round(HEIGHT * layout.ratio);
        canvas.style.inlineSize = `${layout.width}px`;
        canvas.style.blockSize = `${HEIGHT}px`;
      }
      return layout;
    }
    const remove = () => [scroller, reading, limits2, clear, chooser2].forEach((part2) => part2.remove());
    return { behind, front, names, ends, limits: limits2, chooser: chooser2, clear, remove, fit };
  }
  function inkOf(element) {
    const style = getComputedStyle(element);
    const named = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
    return {
      behind: parts(named("--mark", "#8a8f98")),
      front: parts(named("--accent", "#0b63a0")),
      line: named("--ink", "#1b1e23"),
      text: named("--soft", "#565c66"),
      bar: named("--fails", "#a83a00")
    };
  }
  function parts(colour) {
    const digits = Number.parseInt(colour.slice(1, 7), 16);
    return [digits >> 16 & 255, digits >> 8 & 255, digits & 255];
  }
  function make(tag, name) {
    const made = document.createElement(tag);
    made.className = name;
    return made;
  }

  // src/parallel/index.ts
  var SAY_MS = 200;
  var REST_MS = 120;
  function parallel() {
    const figure = document.querySelector("figure#parallel");
    const state = document.getElementById("parallel-state");
    if (!figure || !state) return;
    const select2 = document.querySelector("select#pathway");
    let shown = new AbortController();
    async function show3(pathway) {
      shown.abort();
      const { signal } = shown = new AbortController();
      state.textContent = say("script.loading");
      try {
        const columns = await columnsOf(pathway, signal);
        if (!signal.aborted) move({ figure, state, pathway, signal }, columns);
      } catch (error) {
        if (!withdrawn(error)) state.textContent = sentence2(error);
      }
    }
    const asked = read().get("pathway");
    if (select2 && asked !== null && [...select2.options].some(({ value }) => value === asked)) select2.value = asked;
    select2?.addEventListener("change", () => {
      write((query) => {
        set(query, "pathway", select2.value);
        query.delete("future");
      });
      void show3(select2.value);
    });
    void show3(asked ?? figure.dataset.pathway ?? "");
  }
  function move({ figure, state, pathway, signal }, { sheet, all }) {
    const query = read();
    const brushes = new Brushes(all);
    for (const text of query.getAll("brush")) {
      const brush = parsed(text);
      if (brush) brushes.set(...brush);
    }
    let names = firstShown(all, query.get("axes")?.split(",") ?? [], spokenOf(figure.closest("section")));
    names = [.../* @__PURE__ */ new Set([...brushes.list().map(([name]) => name), ...names])];
    const shown = () => names.flatMap((name) => all.find(({ axis }) => axis.name === name) ?? []);
    const label = say("script.parallel", { futures: count(sheet.rows) });
    const parts2 = stage(figure, state, { label, reading: say("script.reading"), clear: say("script.clear") });
    const held = shelf(pathway);
    const member = (row) => sheet.members?.[row] ?? row;
    let layout;
    let sliders;
    let drawing = 0;
    let settling = 0;
    let said = 0;
    let coarse = grainAfter(FINE, 0);
    let ink = inkOf(figure);
    function redraw(grain) {
      cancelAnimationFrame(drawing);
      drawing = requestAnimationFrame(() => front(brushes.selected(), grain));
    }
    function front(selected, grain) {
      const rows = brushes.count === 0 ? new Uint32Array(0) : rowsOf(selected);
      const begun = performance.now();
      drawLines(parts2.front, shown(), rows, layout, ink.front, grain);
      if (grain !== FINE) coarse = grainAfter(grain, performance.now() - begun);
      drawAxes(parts2.front, shown(), layout, brushes, ink);
      parts2.behind.classList.toggle("dimmed", brushes.count > 0);
      const held2 = size(selected);
      figure.dataset.selected = String(held2);
      if (grain !== FINE && performance.now() - said < SAY_MS) return;
      said = performance.now();
      state.textContent = told2(held2);
    }
    function told2(selected) {
      const places = { selected: count(selected), futures: count(sheet.rows) };
      if (brushes.count === 0) return say("script.all-selected", places);
      return say("script.selected", { ...places, share: share(sheet.rows > 0 ? selected / sheet.rows : 0) });
    }
    function settle() {
      clearTimeout(settling);
      settling = window.setTimeout(() => {
        redraw(FINE);
        const rows = brushes.count === 0 ? [] : [...rowsOf(brushes.selected(), 1e3)];
        held?.list(rows.map(member));
        parts2.clear.disabled = brushes.count === 0;
        write((now) => {
          now.delete("brush");
          for (const [name, brush] of brushes.list()) now.append("brush", written2(name, brush));
        });
      }, REST_MS);
    }
    function changed(name, brush) {
      brushes.set(name, brush);
      sliders.show();
      redraw(coarse);
      settle();
    }
    function setUp() {
      layout = parts2.fit(names.length);
      nameAxes(parts2.names, "top", shown(), layout);
      nameAxes(parts2.ends, "bottom", shown(), layout);
      sliders = limits(parts2.limits, shown(), brushes, changed);
      again();
    }
    function again() {
      ink = inkOf(figure);
      drawLines(parts2.behind, shown(), rowsOf(everyone(sheet.rows)), layout, ink.behind, FINE);
      redraw(FINE);
    }
    chooser(parts2.chooser, all, names, (chosen) => {
      names = chosen;
      for (const [name] of brushes.list()) if (!names.includes(name)) brushes.set(name, void 0);
      settle();
      write((now) => set(now, "axes", names.join(",")));
      setUp();
    });
    parts2.clear.addEventListener("click", () => {
      brushes.clear();
      sliders.show();
      redraw(FINE);
      settle();
    });
    setUp();
    settle();
    brushable(parts2.front, { shown, layout: () => layout, brushes, changed });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again, { signal });
    let width = figure.clientWidth;
    const sized = new ResizeObserver(() => {
      if (figure.clientWidth === width) return;
      width = figure.clientWidth;
      layout = parts2.fit(names.length);
      nameAxes(parts2.names, "top", shown(), layout);
      nameAxes(parts2.ends, "bottom", shown(), layout);
      again();
    });
    sized.observe(figure);
    signal.addEventListener("abort", () => {
      sized.disconnect();
      clearTimeout(settling);
      cancelAnimationFrame(drawing);
      parts2.remove();
    });
  }

  // src/main.ts
  date();
  compare();
  if (document.body.dataset.live === "true") {
    const sheet = levers();
    parallel();
    watch(() => sheet?.again());
  }
})();
