/** Sets of futures, one bit each. */

export type Bits = Uint32Array;

/** All futures of so many rows. */
export function everyone(rows: number): Bits {
  const bits = new Uint32Array(Math.ceil(rows / 32)).fill(0xffffffff);
  const rest = rows % 32;
  if (rest > 0) bits[bits.length - 1] = 2 ** rest - 1;
  return bits;
}

/** The futures whose value lies within limits, ends included; an unknown value lies in none. */
export function within(column: Float32Array, low: number, high: number): Bits {
  const rows = column.length;
  const bits = new Uint32Array(Math.ceil(rows / 32));
  for (let word = 0, row = 0; word < bits.length; word++) {
    let held = 0;
    const end = Math.min(32, rows - row);
    for (let bit = 0; bit < end; bit++, row++) {
      const value = column[row]!;
      if (value >= low && value <= high) held |= 1 << bit;
    }
    bits[word] = held;
  }
  return bits;
}

/** The futures in all of the sets; of no set, all futures. */
export function inAll(sets: Iterable<Bits>, rows: number): Bits {
  const bits = everyone(rows);
  for (const set of sets) for (let word = 0; word < bits.length; word++) bits[word]! &= set[word]!;
  return bits;
}

/** How many futures a set holds. */
export function size(bits: Bits): number {
  let held = 0;
  for (let word of bits) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    held += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return held;
}

/** The rows of a set in rising order, at most so many. */
export function rowsOf(bits: Bits, most = Infinity): Uint32Array {
  const rows = new Uint32Array(Math.min(size(bits), most));
  let at = 0;
  for (let word = 0; word < bits.length && at < rows.length; word++) {
    for (let rest = bits[word]!; rest !== 0 && at < rows.length; rest &= rest - 1) {
      rows[at++] = 32 * word + 31 - Math.clz32(rest & -rest);
    }
  }
  return rows;
}
