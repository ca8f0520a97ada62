/**
 * The inverse DCT of TensorFlow's `decode_image`: libjpeg's fast integer method (Arai, Agui and Nakajima, with 8-bit
 * constants and no rounding). Coarser than the accurate one by about 1 on average, and biased; reproduced here bit by
 * bit, since a model sees what it does.
 */

/** AAN scale factors in 14 bits: s(row) * s(column), with s(0) = 1 and s(k) = cos(k pi / 16) * sqrt(2). */
const SCALES = Array.from({ length: 8 }, (_, k) =>
  k === 0 ? 1 : Math.cos((k * Math.PI) / 16) * Math.SQRT2,
);
const AAN = Int32Array.from({ length: 64 }, (_, i) =>
  Math.round(SCALES[i >> 3]! * SCALES[i & 7]! * 16384),
);
const SQRT2 = 362; // 1.414213562 in 8 bits
const C1 = 473; // 1.847759065
const C2 = 277; // 1.082392200
const C3 = 669; // 2.613125930

/** The quantization table with the scale factors in it, 2 bits of fraction. */
export function fastTable(quantization: Uint16Array): Int32Array {
  return Int32Array.from(quantization, (value, i) => (value * AAN[i]! + 2048) >> 12);
}

const work = new Int32Array(64);

/** Writes the 8x8 samples of the block at `at` to `out`, `stride` apart. @param extent zigzag index of its last value */
export function inverseFast(
  coefficients: Int16Array,
  at: number,
  extent: number,
  table: Int32Array,
  out: Uint8ClampedArray,
  to: number,
  stride: number,
): void {
  if (extent === 0) {
    const flat = ((coefficients[at]! * table[0]!) >> 5) + 128;
    for (let y = 0; y < 8; y++, to += stride) {
      for (let x = to; x < to + 8; x++) out[x] = flat;
    }
    return;
  }
  for (let x = 0; x < 8; x++) {
    const i = at + x;
    const c0 = coefficients[i]! * table[x]!;
    const c1 = coefficients[i + 8]!;
    const c2 = coefficients[i + 16]!;
    const c3 = coefficients[i + 24]!;
    const c4 = coefficients[i + 32]!;
    const c5 = coefficients[i + 40]!;
    const c6 = coefficients[i + 48]!;
    const c7 = coefficients[i + 56]!;
    if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
      for (let y = x; y < 64; y += 8) work[y] = c0;
      continue;
    }
    const e1 = c2 * table[x + 16]!;
    const e2 = c4 * table[x + 32]!;
    const e3 = c6 * table[x + 48]!;
    const t10 = c0 + e2;
    const t11 = c0 - e2;
    const t13 = e1 + e3;
    const t12 = (((e1 - e3) * SQRT2) >> 8) - t13;
    const a0 = t10 + t13;
    const a3 = t10 - t13;
    const a1 = t11 + t12;
    const a2 = t11 - t12;
    const o4 = c1 * table[x + 8]!;
    const o5 = c3 * table[x + 24]!;
    const o6 = c5 * table[x + 40]!;
    const o7 = c7 * table[x + 56]!;
    const z13 = o6 + o5;
    const z10 = o6 - o5;
    const z11 = o4 + o7;
    const z12 = o4 - o7;
    const b7 = z11 + z13;
    const z5 = ((z10 + z12) * C1) >> 8;
    const b6 = ((z10 * -C3) >> 8) + z5 - b7;
    const b5 = (((z11 - z13) * SQRT2) >> 8) - b6;
    const b4 = ((z12 * C2) >> 8) - z5 + b5;
    work[x] = a0 + b7;
    work[x + 56] = a0 - b7;
    work[x + 8] = a1 + b6;
    work[x + 48] = a1 - b6;
    work[x + 16] = a2 + b5;
    work[x + 40] = a2 - b5;
    work[x + 32] = a3 + b4;
    work[x + 24] = a3 - b4;
  }
  for (let y = 0; y < 64; y += 8, to += stride) {
    const w0 = work[y]!;
    const w2 = work[y + 2]!;
    const w4 = work[y + 4]!;
    const w6 = work[y + 6]!;
    const t10 = w0 + w4;
    const t11 = w0 - w4;
    const t13 = w2 + w6;
    const t12 = (((w2 - w6) * SQRT2) >> 8) - t13;
    const a0 = t10 + t13;
    const a3 = t10 - t13;
    const a1 = t11 + t12;
    const a2 = t11 - t12;
    const w1 = work[y + 1]!;
    const w3 = work[y + 3]!;
    const w5 = work[y + 5]!;
    const w7 = work[y + 7]!;
    const z13 = w5 + w3;
    const z10 = w5 - w3;
    const z11 = w1 + w7;
    const z12 = w1 - w7;
    const b7 = z11 + z13;
    const z5 = ((z10 + z12) * C1) >> 8;
    const b6 = ((z10 * -C3) >> 8) + z5 - b7;
    const b5 = (((z11 - z13) * SQRT2) >> 8) - b6;
    const b4 = ((z12 * C2) >> 8) - z5 + b5;
    out[to] = ((a0 + b7) >> 5) + 128;
    out[to + 7] = ((a0 - b7) >> 5) + 128;
    out[to + 1] = ((a1 + b6) >> 5) + 128;
    out[to + 6] = ((a1 - b6) >> 5) + 128;
    out[to + 2] = ((a2 + b5) >> 5) + 128;
    out[to + 5] = ((a2 - b5) >> 5) + 128;
    out[to + 4] = ((a3 + b4) >> 5) + 128;
    out[to + 3] = ((a3 - b4) >> 5) + 128;
  }
}
