/**
 * Bilinear resampling of three-channel images with the WebAssembly row blender: positions are worked out here, row by
 * row, pixels are blended there. The same float32 operations as `resample`, so the same bits.
 *
 * On the wasm backend the blender works in place on tfjs's own memory. Elsewhere (cpu) images go one by one through a
 * memory of a few images' size.
 */
import { blenderFor, type BlendRow } from "./blend-row";
import { coordinateRule } from "./coordinates";
import type { Heap } from "./host-kernels";
import { resample, type BatchSize, type ResampleOptions } from "./resample";

const f = Math.fround;
const pageBytes = 65_536;
const bytesPerFloat = 4;

/** A memory that both images and scratch rows live in; views are taken afresh because growing detaches them. */
interface Stage {
  readonly memory: WebAssembly.Memory;
  readonly blendRow: BlendRow;
}

/** Fills `us` and `vs` with the input positions of one output row, mapped into the image; affine matrices only. */
function positions(
  us: Float32Array,
  vs: Float32Array,
  y: number,
  matrix: Float32Array,
  { height, width }: BatchSize,
  map: (coordinate: number, size: number) => number,
): void {
  // By index: destructuring a typed array goes through its iterator, which would cost more than the row.
  const a0 = matrix[0] as number;
  const a2 = matrix[2] as number;
  const b0 = matrix[3] as number;
  const b2 = matrix[5] as number;
  const a1y = f((matrix[1] as number) * y);
  const b1y = f((matrix[4] as number) * y);
  const lastX = width - 1;
  const lastY = height - 1;
  for (let x = 0; x < width; x++) {
    const u = f(f(f(a0 * x) + a1y) + a2);
    const v = f(f(f(b0 * x) + b1y) + b2);
    us[x] = u >= 0 && u <= lastX ? u : map(u, width);
    vs[x] = v >= 0 && v <= lastY ? v : map(v, height);
  }
}

/** Whether the fast path gives the right pixels: affine matrices, and every position is mapped into the image. */
function applies(
  { channels, height, width }: BatchSize,
  matrices: Float32Array,
  options: ResampleOptions,
): boolean {
  if (channels !== 3 || options.interpolation !== "bilinear" || options.fillMode === "constant")
    return false;
  if (height === 0 || width === 0) return false;
  for (let at = 0; at < matrices.length; at += 8) {
    if (matrices[at + 6] !== 0 || matrices[at + 7] !== 0) return false;
  }
  return true;
}

function blendImage(
  { memory, blendRow }: Stage,
  addresses: { readonly image: number; readonly out: number; readonly scratch: number },
  size: BatchSize,
  matrix: Float32Array,
  map: (coordinate: number, size: number) => number,
): void {
  const { height, width } = size;
  const rowBytes = width * 3 * bytesPerFloat;
  const us = new Float32Array(memory.buffer, addresses.scratch, width);
  const vs = new Float32Array(memory.buffer, addresses.scratch + width * bytesPerFloat, width);
  for (let y = 0; y < height; y++) {
    positions(us, vs, y, matrix, size, map);
    const out = addresses.out + y * rowBytes;
    blendRow(
      us.byteOffset,
      vs.byteOffset,
      width,
      addresses.image,
      out,
      rowBytes,
      width - 1,
      height - 1,
    );
  }
}

let ownMemory: WebAssembly.Memory | undefined;

/** A memory of at least `bytes`, kept for the next call. */
function ownMemoryOf(bytes: number): WebAssembly.Memory {
  ownMemory ??= new WebAssembly.Memory({ initial: 1 });
  const missing = bytes - ownMemory.buffer.byteLength;
  if (missing > 0) ownMemory.grow(Math.ceil(missing / pageBytes));
  return ownMemory;
}

/**
 * Resamples as `resample` does, by WebAssembly where that applies.
 *
 * @param inPlace - the memory that `source` and `target` are views of, with `2 * width` floats of scratch in it
 */
export function fastResample(
  source: Float32Array,
  target: Float32Array,
  size: BatchSize,
  matrices: Float32Array,
  options: ResampleOptions,
  inPlace?: Heap,
): void {
  if (!applies(size, matrices, options) || typeof WebAssembly !== "object") {
    resample(source, target, size, matrices, options);
    return;
  }
  const { batch, height, width } = size;
  const floats = height * width * 3;
  const imageBytes = floats * bytesPerFloat;
  const memory = inPlace?.memory ?? ownMemoryOf(2 * imageBytes + 2 * width * bytesPerFloat);
  const blendRow = blenderFor(memory);
  if (!blendRow) {
    resample(source, target, size, matrices, options);
    return;
  }
  const map = coordinateRule(options.fillMode);
  const stage: Stage = { memory, blendRow };
  for (let i = 0; i < batch; i++) {
    const matrix = matrices.subarray(i * 8, i * 8 + 8);
    if (inPlace) {
      const image = source.byteOffset + i * imageBytes;
      const out = target.byteOffset + i * imageBytes;
      blendImage(stage, { image, out, scratch: inPlace.scratch }, size, matrix, map);
      continue;
    }
    new Float32Array(memory.buffer, 0, floats).set(source.subarray(i * floats, (i + 1) * floats));
    blendImage(stage, { image: 0, out: imageBytes, scratch: 2 * imageBytes }, size, matrix, map);
    target.set(new Float32Array(memory.buffer, imageBytes, floats), i * floats);
  }
}
