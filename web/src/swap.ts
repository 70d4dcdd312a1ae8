/** Puts a fragment from the server in the place of another without the page jumping under the reader. */

/** Replaces what stands in a place.  The place keeps its height until the new content has its own. */
export function swap(place: HTMLElement, html: string): void {
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
