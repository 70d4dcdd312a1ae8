/** The limits set on axes, and the futures within all of them. */

import { type Bits, inAll, within } from "./bits";
import type { Column } from "./columns";

/** Values that an axis is limited to, ends included. */
export interface Brush {
  low: number;
  high: number;
}

/** Limits by the name of the axis, and the set of futures that keeps each. */
export class Brushes {
  private readonly held = new Map<string, { brush: Brush; bits: Bits }>();

  constructor(private readonly columns: Column[]) {}

  get(name: string): Brush | undefined {
    return this.held.get(name)?.brush;
  }

  /** Limits an axis; limits that leave out nothing that is known, or none, are no limits. */
  set(name: string, brush: Brush | undefined): void {
    const column = this.columns.find(({ axis }) => axis.name === name);
    if (!column) return;
    if (!brush || (brush.low <= column.axis.min && brush.high >= column.axis.max)) {
      this.held.delete(name);
      return;
    }
    const { min, max } = column.axis;
    // Rounded as the address has it, so that a link selects the same futures; an end stays what it is.
    const low = brush.low <= min ? min : rounded(brush.low);
    const high = brush.high >= max ? max : rounded(brush.high);
    this.held.set(name, { brush: { low, high }, bits: within(column.values, low, high) });
  }

  clear(): void {
    this.held.clear();
  }

  /** How many axes are limited. */
  get count(): number {
    return this.held.size;
  }

  /** Names and limits, in the axes' order. */
  list(): [string, Brush][] {
    return this.columns.flatMap(({ axis }): [string, Brush][] => {
      const brush = this.get(axis.name);
      return brush ? [[axis.name, brush]] : [];
    });
  }

  /** The futures within all limits. */
  selected(): Bits {
    const rows = this.columns[0]?.values.length ?? 0;
    return inAll([...this.held.values()].map(({ bits }) => bits), rows);
  }
}

/** Limits as they stand in the address: `name:low..high`. */
export function written(name: string, { low, high }: Brush): string {
  return `${name}:${low}..${high}`;
}

/** What `written` wrote, or nothing where it cannot be read. */
export function parsed(text: string): [string, Brush] | undefined {
  const found = /^(.+):([^:]+)\.\.([^:]+)$/.exec(text);
  if (!found) return undefined;
  const [low, high] = [Number(found[2]), Number(found[3])];
  return low <= high ? [found[1]!, { low, high }] : undefined;
}

/** As many digits as a reader of links can use, and no fewer than a hand can set. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
