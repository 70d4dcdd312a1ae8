/** Brushing with a pointer: drag along an axis to limit it, drag a stretch to move it, its ends to widen it, click to lift it. */

import type { Brush, Brushes } from "./brushes";
import { type Column, placeOf, valueAt } from "./columns";
import { axisAt, type Layout, placeAt } from "./layout";

/** How near to an axis, and to the end of a stretch, a pointer must come. */
const REACH = 22;
const GRIP = 6;

/** What is brushed, as it is at the moment. */
export interface Ground {
  shown(): Column[];
  layout(): Layout;
  brushes: Brushes;
  /** A limit was set or lifted; `resting` once the hand has let go. */
  changed(name: string, brush: Brush | undefined, resting: boolean): void;
}

interface Hold {
  column: Column;
  /** The place that stays while the other end moves, or both ends where the stretch is moved whole. */
  fixed?: number;
  whole?: { from: number; top: number; bottom: number };
  begun: number;
}

/** Lets a canvas be brushed. */
export function brushable(canvas: HTMLElement, ground: Ground): void {
  let hold: Hold | undefined;
  canvas.addEventListener("pointerdown", (event) => {
    hold = grasp(event, ground);
    if (!hold) return;
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!hold) {
      canvas.style.cursor = axisAt(ground.layout(), event.offsetX, REACH) === undefined ? "" : "ns-resize";
      return;
    }
    ground.changed(hold.column.axis.name, stretch(hold, placeAt(ground.layout(), event.offsetY)), false);
  });
  const release = (event: PointerEvent) => {
    if (!hold) return;
    const place = placeAt(ground.layout(), event.offsetY);
    const still = Math.abs(place - hold.begun) * ground.layout().height < 3;
    ground.changed(hold.column.axis.name, still ? undefined : stretch(hold, place), true);
    hold = undefined;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
}

function grasp(event: PointerEvent, ground: Ground): Hold | undefined {
  const layout = ground.layout();
  const at = axisAt(layout, event.offsetX, REACH);
  const column = at === undefined ? undefined : ground.shown()[at];
  if (!column || event.button !== 0) return undefined;
  const begun = placeAt(layout, event.offsetY);
  const brush = ground.brushes.get(column.axis.name);
  if (!brush) return { column, begun, fixed: begun };
  const ends = [placeOf(column, brush.low), placeOf(column, brush.high)].sort((a, b) => a - b);
  const [top, bottom] = ends as [number, number];
  const near = (place: number) => Math.abs(place - begun) * layout.height <= GRIP;
  if (near(top)) return { column, begun, fixed: bottom };
  if (near(bottom)) return { column, begun, fixed: top };
  if (begun > top && begun < bottom) return { column, begun, whole: { from: begun, top, bottom } };
  return { column, begun, fixed: begun };
}

function stretch({ column, fixed, whole }: Hold, place: number): Brush {
  let ends: [number, number];
  if (whole) {
    const by = Math.min(1 - whole.bottom, Math.max(-whole.top, place - whole.from));
    ends = [whole.top + by, whole.bottom + by];
  } else {
    ends = [fixed ?? place, place];
  }
  const values = ends.map((end) => valueAt(column, end));
  return { low: Math.min(...values), high: Math.max(...values) };
}
