/**
 * Bilinear by the WebAssembly kernels, a few rows at a time. Their memory holds, from the start, the tables, two rows
 * interpolated along x, a few output rows, and from {@link sourceAt} on the image; decoders may write it there
 * themselves ({@link sourceRegion}).
 */
import type { RawImage } from "../decode/raw-image";
import { type Axis, bilinearAxis } from "./bilinear-axis";
import { fusedTable, groupsOf } from "./bilinear-fused";
import { type Kernels, reserve, resizeKernels } from "../kernels/kernels";
import type { Target, Window } from "./methods";

/** Far beyond any row (of 20,000 pixels and more); memory that is never touched costs nothing. */
const sourceAt = 2 ** 22;
/** Output rows made before they are copied out: few enough to stay in the processor's cache. */
const rowsAtOnce = 8;
/** Bytes of a table of offsets and fractions for each index. */
const entryBytes = 12;
/** Spare bytes after each region: the kernels work on whole vectors. */
const spareBytes = 16;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16 + spareBytes;

/**
 * `sizeBytes` for a decoder to write an image's bytes to, which are then resized without being copied; undefined
 * without SIMD. Valid until the next call in this thread.
 */
export function sourceRegion(sizeBytes: number): Uint8Array<ArrayBuffer> | undefined {
  const kernels = resizeKernels();
  if (!kernels) return undefined;
  reserve(kernels.memory, sourceAt + aligned(sizeBytes));
  return new Uint8Array(kernels.memory.buffer as ArrayBuffer, sourceAt, sizeBytes);
}

/** Makes `count` output rows from row `first` on, one after the other at `out`. */
type MakeRows = (first: number, count: number, out: number) => void;

/** Returns false, having done nothing, where there is no SIMD or a row is too long. */
export function resizeWithSimd(image: RawImage, window: Window, target: Target): boolean {
  const kernels = resizeKernels();
  if (!kernels) return false;
  const { channels } = image;
  const rowValues = target.width * channels;
  const rowBytes = aligned(rowValues * 4);
  const columnBytes = aligned(64 * groupsOf(target.width, channels));
  const scratch = columnBytes + aligned(entryBytes * target.height);
  const output = scratch + 2 * rowBytes;
  if (output + rowsAtOnce * rowBytes > sourceAt) return false;

  const source = bringIn(kernels, image, window);
  const columns = (): Axis => bilinearAxis(window.width, target.width, window.left, channels);
  const rows = bilinearAxis(window.height, target.height, 0, image.width * channels);
  const table =
    window.height >= target.height
      ? fusedTable(`${window.width},${window.left},${target.width},${channels}`, columns, channels)
      : null; // enlarged: rows are needed more than once, so each is interpolated along x once
  const makeRows = table
    ? inOneStep(kernels, source, rows, table, rowValues, columnBytes)
    : inTwoSteps(kernels, source, rows, columns(), [scratch, scratch + rowBytes], channels);

  const made = new Float32Array(kernels.memory.buffer, output, (rowsAtOnce * rowBytes) / 4);
  for (let i = 0; i < target.height; i += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, target.height - i);
    makeRows(i, count, output);
    copyOut(made, count, rowValues, target, target.offset + i * target.stride);
  }
  return true;
}

/** Where the window's first row begins in the kernels' memory. */
function bringIn(kernels: Kernels, { data, width, channels }: RawImage, window: Window): number {
  const first = window.top * width * channels;
  if (data.buffer === kernels.memory.buffer && data.byteOffset === sourceAt)
    return sourceAt + first;
  const bytes = window.height * width * channels;
  reserve(kernels.memory, sourceAt + aligned(bytes));
  const memory = new Uint8Array(kernels.memory.buffer);
  memory.set(data.subarray(first, first + bytes), sourceAt);
  return sourceAt;
}

function inOneStep(
  kernels: Kernels,
  source: number,
  rows: Axis,
  columns: Uint8Array,
  rowValues: number,
  rowsAt: number,
): MakeRows {
  new Uint8Array(kernels.memory.buffer).set(columns, 0);
  writeEntries(kernels, rows, rowsAt);
  const groups = Math.ceil(rowValues / 4);
  return (first, count, out) =>
    kernels.fused(source, out, rowsAt + first * entryBytes, 0, groups, rowValues * 4, count);
}

function inTwoSteps(
  kernels: Kernels,
  source: number,
  rows: Axis,
  columns: Axis,
  slots: readonly [number, number],
  channels: number,
): MakeRows {
  const width = columns.fraction.length;
  writeEntries(kernels, columns, 0);
  const fours = Math.ceil((width * channels) / 4);
  const held: [number, number] = [-1, -1];
  const slotOf = (row: number, keep: number): 0 | 1 => {
    if (held[0] === row) return 0;
    if (held[1] === row) return 1;
    const slot = held[0] === keep ? 1 : 0;
    held[slot] = row;
    kernels.horizontal(source + row, slots[slot], 0, width, channels * 4);
    return slot;
  };
  return (first, count, out) => {
    for (let i = 0; i < count; i++) {
      const [top, bottom] = [rows.low[first + i] as number, rows.high[first + i] as number];
      const [upper, lower] = [slotOf(top, bottom), slotOf(bottom, top)];
      const at = out + i * width * channels * 4;
      kernels.vertical(slots[upper], slots[lower], at, rows.fraction[first + i] as number, fours);
    }
  };
}

/** A kernel's table of an axis: its two neighbours' offsets and the fraction for each output index. */
function writeEntries(kernels: Kernels, { low, high, fraction }: Axis, at: number): void {
  const table = new DataView(kernels.memory.buffer, at);
  for (let i = 0; i < fraction.length; i++) {
    table.setInt32(i * entryBytes, low[i] as number, true);
    table.setInt32(i * entryBytes + 4, high[i] as number, true);
    table.setFloat32(i * entryBytes + 8, fraction[i] as number, true);
  }
}

function copyOut(
  made: Float32Array,
  rows: number,
  rowValues: number,
  { data, stride }: Target,
  to: number,
): void {
  if (stride === rowValues) data.set(made.subarray(0, rows * rowValues), to);
  else {
    for (let r = 0; r < rows; r++)
      data.set(made.subarray(r * rowValues, (r + 1) * rowValues), to + r * stride);
  }
}
