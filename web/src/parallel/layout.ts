/** Where the axes stand on the canvas, in the page's pixels. */

export interface Layout {
  width: number;
  /** Of the axes. */
  top: number;
  height: number;
  /** Of the first and the last axis. */
  left: number;
  right: number;
  axes: number;
  /** Pixels of the screen in one of the page. */
  ratio: number;
}

/** Room for an axis, so that its name can be read; a narrow screen scrolls the picture sideways. */
const LEAST_GAP = 104;
const MARGIN = 56;
const TOP = 12;
const FOOT = 12;

/** The layout of so many axes in a place. */
export function layoutFor(axes: number, place: { width: number; height: number }): Layout {
  const width = Math.max(place.width, (axes - 1) * LEAST_GAP + 2 * MARGIN);
  return {
    width,
    top: TOP,
    height: place.height - TOP - FOOT,
    left: MARGIN,
    right: width - MARGIN,
    axes,
    ratio: Math.min(2, window.devicePixelRatio || 1),
  };
}

/** Where an axis stands. */
export function axisX(layout: Layout, at: number): number {
  if (layout.axes < 2) return (layout.left + layout.right) / 2;
  return layout.left + ((layout.right - layout.left) * at) / (layout.axes - 1);
}

/** The axis within reach of a pointer, or none. */
export function axisAt(layout: Layout, x: number, reach: number): number | undefined {
  for (let at = 0; at < layout.axes; at++) if (Math.abs(axisX(layout, at) - x) <= reach) return at;
  return undefined;
}

/** The place on an axis, from 0 (top) to 1 (bottom), of a height on the canvas. */
export function placeAt(layout: Layout, y: number): number {
  return Math.min(1, Math.max(0, (y - layout.top) / layout.height));
}
