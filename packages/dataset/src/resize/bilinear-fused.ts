/** The table of the fused bilinear kernel: for every four values of an output row, where their neighbours are. */
import type { Axis } from "./bilinear-axis";

/** Bytes of the table for each four values. */
const GROUP_BYTES = 64;
/** Names no byte: the kernel reads 0. */
const NONE = 0xff;
/** Photos come in few widths. */
const MOST_TABLES = 64;
const tables = new Map<string, Uint8Array | null>();

/** How many groups of four an output row has. */
export function groupsOf(width: number, channels: number): number {
  return Math.ceil((width * channels) / 4);
}

/**
 * The table for rows of `channels` values a pixel, or null where four values lie too far apart for one vector (16
 * bytes): from about threefold reduction on.
 *
 * @param key names the axis, so that its table is made once
 */
export function fusedTable(key: string, axis: Axis, channels: number): Uint8Array | null {
  const known = tables.get(key);
  if (known !== undefined) return known;
  const made = makeTable(axis, channels);
  if (tables.size >= MOST_TABLES) tables.delete(tables.keys().next().value!);
  tables.set(key, made);
  return made;
}

function makeTable({ low, high, fraction }: Axis, channels: number): Uint8Array | null {
  const values = fraction.length * channels;
  const groups = groupsOf(fraction.length, channels);
  const table = new Uint8Array(groups * GROUP_BYTES);
  const view = new DataView(table.buffer);
  for (let g = 0; g < groups; g++) {
    // The spare values of the last group repeat the last one.
    const lanes = [0, 1, 2, 3].map((k) => Math.min(4 * g + k, values - 1));
    const left = lanes.map((i) => low[Math.floor(i / channels)]! + (i % channels));
    const right = lanes.map((i) => high[Math.floor(i / channels)]! + (i % channels));
    const first = Math.min(...left, ...right);
    if (Math.max(...left, ...right) - first > 15) return null;
    const at = g * GROUP_BYTES;
    table.fill(NONE, at, at + 32);
    lanes.forEach((i, k) => {
      table[at + 4 * k] = left[k]! - first;
      table[at + 16 + 4 * k] = right[k]! - first;
      view.setFloat32(at + 32 + 4 * k, fraction[Math.floor(i / channels)]!, true);
    });
    view.setInt32(at + 48, first, true);
  }
  return table;
}
