/** Float32 pixels to bytes: clamped to 0..255, ties to even. */

/** Writes `values` to `out` from `offset` on. */
export function roundToBytes(values: Float32Array, out: Uint8Array, offset: number): void {
  // Uint8ClampedArray's conversion is exactly that (ECMAScript ToUint8Clamp).
  new Uint8ClampedArray(out.buffer, out.byteOffset + offset, values.length).set(values);
}
