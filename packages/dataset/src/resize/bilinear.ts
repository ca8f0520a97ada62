/** Bilinear, the two neighbours of each axis: x first, then y, every step rounded to float32. */
import type { RawImage } from "../decode/raw-image";
import { reserve, simdKernels } from "./bilinear-simd";
import { axisScale, sourceCoordinate, type Target, type Window } from "./methods";

interface Axis {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly fraction: Float32Array;
}

function bilinearAxis(inSize: number, outSize: number, start: number, stride: number): Axis {
  const scale = axisScale(inSize, outSize);
  const low = new Int32Array(outSize);
  const high = new Int32Array(outSize);
  const fraction = new Float32Array(outSize);
  for (let i = 0; i < outSize; i++) {
    const s = sourceCoordinate(i, scale);
    const floor = Math.floor(s);
    low[i] = (start + Math.max(floor, 0)) * stride;
    high[i] = (start + Math.min(Math.ceil(s), inSize - 1)) * stride;
    fraction[i] = s - floor;
  }
  return { low, high, fraction };
}

export function resizeBilinear(image: RawImage, window: Window, target: Target): void {
  if (!resizeWithSimd(image, window, target)) resizeBilinearScalar(image, window, target);
}

/** The reference: what every other form must equal bit for bit. */
export function resizeBilinearScalar(image: RawImage, window: Window, target: Target): void {
  const { channels, data } = image;
  const x = bilinearAxis(window.width, target.width, window.left, channels);
  const y = bilinearAxis(window.height, target.height, window.top, image.width * channels);
  for (let i = 0; i < target.height; i++) {
    const to = target.offset + i * target.stride;
    resizeRow(data, y.low[i]!, y.high[i]!, y.fraction[i]!, x, target.data, to, channels);
  }
}

function resizeRow(
  data: Uint8Array,
  upper: number,
  lower: number,
  ty: number,
  { low, high, fraction }: Axis,
  out: Float32Array,
  to: number,
  channels: number,
): void {
  const f = Math.fround;
  for (let x = 0; x < fraction.length; x++) {
    const tx = fraction[x]!;
    for (let c = 0; c < channels; c++) {
      const [l, h] = [low[x]! + c, high[x]! + c];
      const a = data[upper + l]!;
      const b = data[lower + l]!;
      const top = f(a + f((data[upper + h]! - a) * tx));
      const bottom = f(b + f((data[lower + h]! - b) * tx));
      out[to++] = top + f(f(bottom - top) * ty);
    }
  }
}

/** Spare bytes after each region: the kernels work on four lanes at a time. */
const SPARE = 16;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16 + SPARE;

/**
 * Each source row is interpolated along x once and kept while the next output row needs it too; then pairs of such
 * rows are interpolated along y. Memory: table, two rows, the window's source rows, the output row.
 */
function resizeWithSimd(image: RawImage, window: Window, target: Target): boolean {
  const kernels = simdKernels();
  if (!kernels) return false;
  const { channels } = image;
  const x = bilinearAxis(window.width, target.width, window.left, channels);
  const y = bilinearAxis(window.height, target.height, 0, 1);
  const rowValues = target.width * channels;
  const rowBytes = aligned(rowValues * 4);
  const sourceRowBytes = image.width * channels;
  const rows = [aligned(target.width * 12), aligned(target.width * 12) + rowBytes] as const;
  const output = rows[1] + rowBytes;
  const outputBytes = aligned(target.height * rowValues * 4);
  const source = output + outputBytes;
  const sourceBytes = window.height * sourceRowBytes;
  reserve(kernels, source + aligned(sourceBytes));
  const table = new DataView(kernels.memory.buffer);
  for (let i = 0; i < target.width; i++) {
    table.setInt32(i * 12, x.low[i]!, true);
    table.setInt32(i * 12 + 4, x.high[i]!, true);
    table.setFloat32(i * 12 + 8, x.fraction[i]!, true);
  }
  const first = window.top * sourceRowBytes;
  new Uint8Array(kernels.memory.buffer).set(
    image.data.subarray(first, first + sourceBytes),
    source,
  );
  const held: [number, number] = [-1, -1];
  const slotOf = (row: number, keep: number): number => {
    if (held[0] === row) return 0;
    if (held[1] === row) return 1;
    const slot = held[0] === keep ? 1 : 0;
    held[slot] = row;
    kernels.horizontal(source + row * sourceRowBytes, rows[slot], 0, target.width, channels * 4);
    return slot;
  };
  const fours = Math.ceil(rowValues / 4);
  for (let i = 0; i < target.height; i++) {
    const [low, high] = [y.low[i]!, y.high[i]!];
    const top = slotOf(low, high);
    const bottom = slotOf(high, low);
    kernels.vertical(rows[top]!, rows[bottom]!, output + i * rowValues * 4, y.fraction[i]!, fours);
  }
  const made = new Float32Array(kernels.memory.buffer, output, target.height * rowValues);
  if (target.stride === rowValues) target.data.set(made, target.offset);
  else {
    for (let i = 0; i < target.height; i++) {
      target.data.set(
        made.subarray(i * rowValues, (i + 1) * rowValues),
        target.offset + i * target.stride,
      );
    }
  }
  return true;
}
