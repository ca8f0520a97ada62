/** The column table of the fused bilinear kernel: for every four values of a row, where their neighbours are. */
import type { Axis } from "./bilinear-axis";

/** Bytes of the table for each four values. */
const groupBytes = 64;
/** Names no byte: the kernel reads 0. */
const noByte = 0xff;
/** Photos come in few widths. */
const mostTables = 64;
const tables = new Map<string, Uint8Array | null>();

/** How many groups of four an output row has. */
export function groupsOf(width: number, channels: number): number {
  return Math.ceil((width * channels) / 4);
}

/**
 * The table for rows of `channels` values per pixel, or null where four values lie too far apart for one vector (16
 * bytes): from about threefold reduction on.
 *
 * @param key names the axis, so that its table is made once
 */
export function fusedTable(key: string, axis: () => Axis, channels: number): Uint8Array | null {
  const known = tables.get(key);
  if (known !== undefined) return known;
  const made = makeTable(axis(), channels);
  const [oldest] = tables.keys();
  if (oldest !== undefined && tables.size >= mostTables) tables.delete(oldest);
  tables.set(key, made);
  return made;
}

/** Plain loops: one is made for each width of photos, and closures took longer to compile than it all takes. */
function makeTable({ low, high, fraction }: Axis, channels: number): Uint8Array | null {
  const values = fraction.length * channels;
  const groups = groupsOf(fraction.length, channels);
  const table = new Uint8Array(groups * groupBytes).fill(noByte);
  const floats = new Float32Array(table.buffer);
  const integers = new Int32Array(table.buffer);
  for (let g = 0; g < groups; g++) {
    const at = g * groupBytes;
    let first = Infinity;
    let last = 0;
    for (let k = 0; k < 4; k++) {
      const { left, right } = neighbours(low, high, valueAt(g, k, values), channels);
      first = Math.min(first, left);
      last = Math.max(last, right);
    }
    if (last - first > 15) return null;
    for (let k = 0; k < 4; k++) {
      const value = valueAt(g, k, values);
      const { left, right } = neighbours(low, high, value, channels);
      table[at + 4 * k] = left - first;
      table[at + 16 + 4 * k] = right - first;
      floats[at / 4 + 8 + k] = fraction[Math.floor(value / channels)] as number;
    }
    integers[at / 4 + 12] = first;
  }
  return table;
}

/** The spare values of the last group repeat the last one. */
const valueAt = (group: number, lane: number, values: number): number =>
  Math.min(4 * group + lane, values - 1);

/** Byte offsets of a value's neighbours, of which the left one is never after the right one. */
function neighbours(
  low: Int32Array,
  high: Int32Array,
  value: number,
  channels: number,
): { left: number; right: number } {
  const pixel = Math.floor(value / channels);
  const channel = value - pixel * channels;
  return { left: (low[pixel] as number) + channel, right: (high[pixel] as number) + channel };
}
