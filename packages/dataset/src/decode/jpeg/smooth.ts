/**
 * Block smoothing of progressive images whose low frequencies have not all come: libjpeg-turbo 2.1 estimates the first
 * nine AC coefficients from the DC values of a block and its 24 neighbours (`decompress_smooth_data` of jdcoefct.c, after
 * T.81, annex K.8).
 */
import type { Component, Frame } from "./frame";

/** One estimate: the coefficient's place in zigzag and in natural order, and the weights of the 5x5 DC values. */
interface Estimate {
  readonly zigzag: number;
  readonly natural: number;
  readonly weights: Int16Array;
}

/** Rows of five, from the upper left; `.` is 0. */
const kernel = (...rows: readonly string[]): Int16Array =>
  Int16Array.from(rows.join(" ").trim().split(/\s+/), (text) => (text === "." ? 0 : Number(text)));

/** Where some AC coefficients are known: five estimates, from the cross through the block. */
const fromSome: readonly Estimate[] = [
  [1, 1, kernel(". . . . .", ". . . . .", "-7 50 . -50 7", ". . . . .", ". . . . .")],
  [2, 8, kernel(". . -7 . .", ". . 50 . .", ". . . . .", ". . -50 . .", ". . 7 . .")],
  [3, 16, kernel(". . -1 . .", ". . 13 . .", ". . -24 . .", ". . 13 . .", ". . -1 . .")],
  [4, 9, kernel(". -1 . 1 .", "-1 10 . -10 1", ". . . . .", "1 -10 . 10 -1", ". 1 . -1 .")],
  [5, 2, kernel(". . . . .", ". . . . .", "-1 13 -24 13 -1", ". . . . .", ". . . . .")],
].map(([zigzag, natural, weights]) => ({ zigzag, natural, weights }) as Estimate);

/** Where none is known: nine, and the DC value itself. */
const fromNone: readonly Estimate[] = [
  [1, 1, kernel("-1 -1 . 1 1", "-3 13 . -13 3", "-3 38 . -38 3", "-3 13 . -13 3", "-1 -1 . 1 1")],
  [2, 8, kernel("-1 -3 -3 -3 -1", "-1 13 38 13 -1", ". . . . .", "1 -13 -38 -13 1", "1 3 3 3 1")],
  [3, 16, kernel(". . 1 . .", ". 2 7 2 .", ". -5 -14 -5 .", ". 2 7 2 .", ". . 1 . .")],
  [4, 9, kernel("-1 . . . 1", ". 9 . -9 .", ". . . . .", ". -9 . 9 .", "1 . . . -1")],
  [5, 2, kernel(". . . . .", ". 2 -5 2 .", "1 7 -14 7 1", ". 2 -5 2 .", ". . . . .")],
  [6, 3, kernel(". . . . .", ". 1 . -1 .", ". 2 . -2 .", ". 1 . -1 .", ". . . . .")],
  [7, 10, kernel(". . . . .", ". 1 -3 1 .", ". . . . .", ". -1 3 -1 .", ". . . . .")],
  [8, 17, kernel(". . . . .", ". 1 . -1 .", ". -3 . 3 .", ". 1 . -1 .", ". . . . .")],
  [9, 24, kernel(". . . . .", ". 1 2 1 .", ". . . . .", ". -1 -2 -1 .", ". . . . .")],
].map(([zigzag, natural, weights]) => ({ zigzag, natural, weights }) as Estimate);

const dcWeights = kernel(
  "-2 -6 -8 -6 -2",
  "-6 6 42 6 -6",
  "-8 42 152 42 -8",
  "-6 6 42 6 -6",
  "-2 -6 -8 -6 -2",
);

/** How many coefficients are looked at. */
const looked = 10;

/** Whether the image is smoothed: all components' DC values are known, and some of their low frequencies are not. */
export function needsSmoothing({ progressive, components }: Frame): boolean {
  if (!progressive) return false;
  for (const { quantization, missingBits } of components) {
    if (!quantization || (missingBits[0] as number) < 0) return false;
    if ([0, ...fromNone.map(({ natural }) => natural)].some((i) => quantization[i] === 0)) {
      return false;
    }
  }
  return components.some(({ missingBits }) =>
    missingBits.subarray(1, looked).some((bits) => bits !== 0),
  );
}

/** Gives the smoothed coefficients of one block after the other. */
export class Smoother {
  readonly #component: Component;
  readonly #quantization: Uint16Array;
  readonly #lastGoodRow: number;
  readonly #scans: number;
  readonly #totalRows: number;
  readonly #block = new Int16Array(64);
  readonly #dc = new Int16Array(25);

  /** @param lastGoodRow the last row of MCUs that the last scan had data for */
  constructor(frame: Frame, component: Component, lastGoodRow: number, scans: number) {
    this.#component = component;
    this.#quantization = component.quantization ?? new Uint16Array(64).fill(1);
    this.#lastGoodRow = lastGoodRow;
    this.#scans = scans;
    this.#totalRows = Math.ceil(frame.height / (8 * frame.maxV));
  }

  /** The 64 coefficients of the block in column `x` of row `y`, valid until the next call. */
  block(x: number, y: number): Int16Array {
    const { coefficients, paddedWide, v, missingBits, missingBefore } = this.#component;
    const from = (y * paddedWide + x) * 64;
    const block = this.#block;
    block.set(coefficients.subarray(from, from + 64));
    // Rows that the last scan had no data for are as precise as they were before it.
    const late = Math.floor(y / v) > this.#lastGoodRow;
    const bits = !late ? missingBits : this.#scans > 1 ? missingBefore : undefined;
    const missing = (k: number): number => (bits ? (bits[k] as number) : -1);
    const none = Array.from({ length: looked - 1 }, (_, i) => missing(i + 1)).every(
      (b) => b === -1,
    );
    this.#gather(x, y);
    for (const { zigzag, natural, weights } of none ? fromNone : fromSome) {
      const known = missing(zigzag);
      if (known === 0 || block[natural] !== 0) continue;
      const most = known > 0 ? (1 << known) - 1 : Infinity;
      block[natural] = this.#estimate(weights, natural, most);
    }
    if (none) block[0] = this.#estimate(dcWeights, 0, Infinity);
    return block;
  }

  #estimate(weights: Int16Array, natural: number, most: number): number {
    const sum = weights.reduce((total, weight, i) => total + weight * (this.#dc[i] as number), 0);
    const step = this.#quantization[natural] as number;
    const value = sum * (this.#quantization[0] as number);
    const size = Math.min(Math.floor((step * 128 + Math.abs(value)) / (step * 256)), most);
    return value < 0 ? -size : size;
  }

  /** The DC values of the 5x5 blocks around; beyond the edges those at the edge, in libjpeg's way. */
  #gather(x: number, y: number): void {
    const { coefficients, paddedWide, blocksWide } = this.#component;
    this.#rows(y).forEach((row, i) => {
      for (let j = 0; j < 5; j++) {
        const column = clampColumn(x + j - 2, blocksWide);
        this.#dc[5 * i + j] = coefficients[(row * paddedWide + column) * 64] as number;
      }
    });
  }

  #rows(y: number): readonly number[] {
    const { v, blocksHigh } = this.#component;
    const mcuRow = Math.floor(y / v);
    const inMcu = y - mcuRow * v;
    const lastMcuRow = this.#totalRows - 1;
    const rowsHere = mcuRow < lastMcuRow ? v : blocksHigh % v || v;
    const above = inMcu > 0 || mcuRow > 0 ? y - 1 : y;
    const farAbove = inMcu > 1 || mcuRow > 1 ? y - 2 : above;
    const below = inMcu < rowsHere - 1 || mcuRow < lastMcuRow ? y + 1 : y;
    const farBelow = inMcu < rowsHere - 2 || mcuRow + 1 < lastMcuRow ? y + 2 : below;
    return [farAbove, above, y, below, farBelow];
  }
}

/** Beyond the edges the column at the edge; of two columns libjpeg takes the first beyond the right one. */
function clampColumn(column: number, blocksWide: number): number {
  if (column >= blocksWide) return blocksWide === 2 ? 0 : blocksWide - 1;
  return Math.max(column, 0);
}
