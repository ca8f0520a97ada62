/** Float32 pixels to bytes: clamped to 0..255, ties to even. */
import { reserve, resizeKernels } from "../kernels/kernels";

/** Values rounded at once: few enough to stay in the processor's cache. */
const BLOCK = 4096;
/** Where in the kernels' memory the block's bytes come to lie, after its floats. */
const BYTES_AT = BLOCK * 4;

/** Writes `values` to `out` from `offset` on. */
export function roundToBytes(values: Float32Array, out: Uint8Array, offset: number): void {
  const kernels = resizeKernels();
  if (!kernels) {
    roundToBytesScalar(values, out, offset);
    return;
  }
  reserve(kernels.memory, BYTES_AT + BLOCK);
  const floats = new Float32Array(kernels.memory.buffer, 0, BLOCK);
  const bytes = new Uint8Array(kernels.memory.buffer, BYTES_AT, BLOCK);
  for (let i = 0; i < values.length; i += BLOCK) {
    const count = Math.min(BLOCK, values.length - i);
    floats.set(values.subarray(i, i + count));
    kernels.round(0, BYTES_AT, Math.ceil(count / 16));
    out.set(bytes.subarray(0, count), offset + i);
  }
}

/** The reference. */
export function roundToBytesScalar(values: Float32Array, out: Uint8Array, offset: number): void {
  // Uint8ClampedArray's conversion is exactly that (ECMAScript ToUint8Clamp).
  new Uint8ClampedArray(out.buffer, out.byteOffset + offset, values.length).set(values);
}
