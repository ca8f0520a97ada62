/** Float32 pixels to bytes: clamped to 0..255, ties to even. */
import { reserve, resizeKernels } from "../kernels/kernels";

/** Values rounded at once: few enough to stay in the processor's cache. */
const blockValues = 4096;
/** Where in the kernels' memory the block's bytes come to lie, after its floats. */
const bytesAt = blockValues * 4;

/** Writes `values` to `out` from `offset` on. */
export function roundToBytes(values: Float32Array, out: Uint8Array, offset: number): void {
  const kernels = resizeKernels();
  if (!kernels) {
    roundToBytesScalar(values, out, offset);
    return;
  }
  reserve(kernels.memory, bytesAt + blockValues);
  const floats = new Float32Array(kernels.memory.buffer, 0, blockValues);
  const bytes = new Uint8Array(kernels.memory.buffer, bytesAt, blockValues);
  for (let i = 0; i < values.length; i += blockValues) {
    const count = Math.min(blockValues, values.length - i);
    floats.set(values.subarray(i, i + count));
    kernels.round(0, bytesAt, Math.ceil(count / 16));
    out.set(bytes.subarray(0, count), offset + i);
  }
}

/** The reference. */
export function roundToBytesScalar(values: Float32Array, out: Uint8Array, offset: number): void {
  // Uint8ClampedArray's conversion is exactly that (ECMAScript ToUint8Clamp).
  new Uint8ClampedArray(out.buffer, out.byteOffset + offset, values.length).set(values);
}
