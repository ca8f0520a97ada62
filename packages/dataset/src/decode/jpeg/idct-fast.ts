/**
 * The inverse DCT of TensorFlow's `decode_image`: libjpeg's fast integer method (Arai, Agui and Nakajima, with 8-bit
 * constants and no rounding). Coarser than the accurate one by about 1 on average, and biased; reproduced here bit by
 * bit, since a model sees what it does. Values wrap to 16 bits where libjpeg-turbo's vector instructions do, and are
 * clamped at the end: that shows in damaged files and at extreme contrasts.
 */
import { zigzag } from "./frame";

/** AAN scale factors in 14 bits: s(row) * s(column), with s(0) = 1 and s(k) = cos(k pi / 16) * sqrt(2). */
const scales = Array.from({ length: 8 }, (_, k) =>
  k === 0 ? 1 : Math.cos((k * Math.PI) / 16) * Math.SQRT2,
);
const factors = Int32Array.from({ length: 64 }, (_, i) =>
  Math.round((scales[i >> 3] as number) * (scales[i & 7] as number) * 16384),
);
// In 8 bits: 1.414213562, 1.847759065, 1.082392200, 2.613125930 - 1.
const [root2, twist1, twist2, twist3] = [362, 473, 277, 413];

/** The quantization table with the scale factors in it, 2 bits of fraction; without a table all is 0, which is gray. */
export function fastTable(quantization: Uint16Array | undefined): Int16Array {
  if (!quantization) return new Int16Array(64);
  return Int16Array.from(quantization, (value, i) => (value * (factors[i] as number) + 2048) >> 12);
}

const work = new Int32Array(64);
/** For each zigzag index, the columns that coefficients up to it may lie in. */
const columnsUpTo = Uint8Array.from({ length: 64 }, (_, extent) =>
  Math.max(...zigzag.subarray(0, extent + 1).map((place) => (place & 7) + 1)),
);

/** Writes the 8x8 samples of the block at `at` to `out`, `stride` apart. @param extent zigzag index of its last value */
export function inverseFast(
  coefficients: Int16Array,
  at: number,
  extent: number,
  table: Int16Array,
  out: Uint8ClampedArray,
  to: number,
  stride: number,
): void {
  if (extent === 0) {
    const flat = ((((coefficients[at] as number) * (table[0] as number)) << 16) >> 21) + 128;
    for (let y = 0; y < 8; y++, to += stride) {
      for (let x = to; x < to + 8; x++) out[x] = flat;
    }
    return;
  }
  const columns = columnsUpTo[extent] as number;
  if (columns < 8) work.fill(0);
  for (let x = 0; x < columns; x++) {
    const i = at + x;
    const c0 = (coefficients[i] as number) * (table[x] as number);
    const c1 = coefficients[i + 8] as number;
    const c2 = coefficients[i + 16] as number;
    const c3 = coefficients[i + 24] as number;
    const c4 = coefficients[i + 32] as number;
    const c5 = coefficients[i + 40] as number;
    const c6 = coefficients[i + 48] as number;
    const c7 = coefficients[i + 56] as number;
    if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
      for (let y = x; y < 64; y += 8) work[y] = c0;
      continue;
    }
    const e1 = c2 * (table[x + 16] as number);
    const e2 = c4 * (table[x + 32] as number);
    const e3 = c6 * (table[x + 48] as number);
    const t10 = c0 + e2;
    const t11 = c0 - e2;
    const t13 = e1 + e3;
    const t12 = (((((e1 - e3) << 18) >> 16) * root2) >> 10) - t13;
    const a0 = t10 + t13;
    const a3 = t10 - t13;
    const a1 = t11 + t12;
    const a2 = t11 - t12;
    const o4 = c1 * (table[x + 8] as number);
    const o5 = c3 * (table[x + 24] as number);
    const o6 = c5 * (table[x + 40] as number);
    const o7 = c7 * (table[x + 56] as number);
    const z13 = o6 + o5;
    const z10 = o6 - o5;
    const z11 = o4 + o7;
    const z12 = o4 - o7;
    const b7 = z11 + z13;
    const z5 = ((((z10 + z12) << 18) >> 16) * twist1) >> 10;
    const b6 = ((((z10 << 18) >> 16) * -twist3) >> 10) - z10 + z5 - b7;
    const b5 = (((((z11 - z13) << 18) >> 16) * root2) >> 10) - b6;
    const b4 = ((((z12 << 18) >> 16) * twist2) >> 10) - z5 + b5;
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
    const w0 = work[y] as number;
    const w2 = work[y + 2] as number;
    const w4 = work[y + 4] as number;
    const w6 = work[y + 6] as number;
    const t10 = w0 + w4;
    const t11 = w0 - w4;
    const t13 = w2 + w6;
    const t12 = (((((w2 - w6) << 18) >> 16) * root2) >> 10) - t13;
    const a0 = t10 + t13;
    const a3 = t10 - t13;
    const a1 = t11 + t12;
    const a2 = t11 - t12;
    const w1 = work[y + 1] as number;
    const w3 = work[y + 3] as number;
    const w5 = work[y + 5] as number;
    const w7 = work[y + 7] as number;
    const z13 = w5 + w3;
    const z10 = w5 - w3;
    const z11 = w1 + w7;
    const z12 = w1 - w7;
    const b7 = z11 + z13;
    const z5 = ((((z10 + z12) << 18) >> 16) * twist1) >> 10;
    const b6 = ((((z10 << 18) >> 16) * -twist3) >> 10) - z10 + z5 - b7;
    const b5 = (((((z11 - z13) << 18) >> 16) * root2) >> 10) - b6;
    const b4 = ((((z12 << 18) >> 16) * twist2) >> 10) - z5 + b5;
    out[to] = (((a0 + b7) << 16) >> 21) + 128;
    out[to + 7] = (((a0 - b7) << 16) >> 21) + 128;
    out[to + 1] = (((a1 + b6) << 16) >> 21) + 128;
    out[to + 6] = (((a1 - b6) << 16) >> 21) + 128;
    out[to + 2] = (((a2 + b5) << 16) >> 21) + 128;
    out[to + 5] = (((a2 - b5) << 16) >> 21) + 128;
    out[to + 4] = (((a3 + b4) << 16) >> 21) + 128;
    out[to + 3] = (((a3 - b4) << 16) >> 21) + 128;
  }
}
