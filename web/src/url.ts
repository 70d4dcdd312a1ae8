/** What is looked at lives in the page's address, so that a link restores it. */

/** Parameters of the address that are no levers. */
const RESERVED = new Set(["pathway", "measure", "date", "brush", "future", "axes"]);

/** Browsers refuse too many changes of the address in a row; the last one within this time counts. */
const PAUSE_MS = 150;

let pending: URLSearchParams | undefined;
let timer = 0;

/** The address's parameters as they are, or as they will be once the pause is over. */
export function read(): URLSearchParams {
  return new URLSearchParams(pending ?? location.search);
}

/** Changes the parameters; the page's place in the browser's history stays. */
export function write(change: (query: URLSearchParams) => void): void {
  const query = read();
  change(query);
  pending = query;
  clearTimeout(timer);
  timer = window.setTimeout(flush, PAUSE_MS);
}

function flush(): void {
  if (!pending) return;
  const text = pending.toString();
  pending = undefined;
  // A page that was opened from the file system has an address that a script may not change.
  if (location.protocol === "file:") return;
  history.replaceState(history.state, "", location.pathname + (text === "" ? "" : `?${text}`) + location.hash);
}

/** Sets a parameter, or takes it away. */
export function set(query: URLSearchParams, name: string, value: string | undefined): void {
  if (value === undefined) query.delete(name);
  else query.set(name, value);
}

/** The parameter that holds a lever: its name, or `lever.NAME` where the name means something else. */
export function leverKey(name: string): string {
  return RESERVED.has(name) ? `lever.${name}` : name;
}

// A link that is followed, or a page that is left, before the pause is over.
addEventListener("pagehide", flush);
