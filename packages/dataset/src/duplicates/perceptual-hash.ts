/**
 * A photo's hash that stays nearly the same when the photo is scaled, saved again or slightly retouched: the signs of its
 * lowest frequencies. The "pHash" of C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010.
 */

/** 63 bits: a frequency is above the median of all, or not. Low word first. */
export type PerceptualHash = readonly [low: number, high: number];

/** Side of the gray picture that is hashed, in pixels. */
export const hashedSide = 32;
/** Frequencies in each direction. */
const frequencies = 8;

/** `cosines[f][x]` = cos(pi f (2x + 1) / (2 n)): the cosine transform's (type II), without its scale, which signs do not need. */
const cosines = Array.from({ length: frequencies }, (_, f) =>
  Float64Array.from({ length: hashedSide }, (__, x) =>
    Math.cos((Math.PI * f * (2 * x + 1)) / (2 * hashedSide)),
  ),
);

/** Of a picture, and of the picture with left and right exchanged. */
export interface PerceptualHashes {
  readonly plain: PerceptualHash;
  readonly mirrored: PerceptualHash;
}

/** @param gray row-major `[32, 32]`, any value range */
export function perceptualHashes(gray: ArrayLike<number>): PerceptualHashes {
  const waves = spectrum(gray);
  // The odd waves of its rows are turned over.
  const turned = waves.map((value, i) => ((i % frequencies) % 2 === 1 ? -value : value));
  return { plain: hashOf(waves), mirrored: hashOf(turned) };
}

/** `[frequency down, frequency across]`, the first at 0, 0. */
function spectrum(gray: ArrayLike<number>): number[] {
  const rows = cosines.map((wave) =>
    Float64Array.from({ length: hashedSide }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < hashedSide; x++)
        sum += (wave[x] as number) * (gray[y * hashedSide + x] as number);
      return sum;
    }),
  );
  return cosines.flatMap((wave) =>
    rows.map((row) => row.reduce((sum, value, y) => sum + value * (wave[y] as number), 0)),
  );
}

function hashOf(waves: readonly number[]): PerceptualHash {
  const values = waves.slice(1); // frequency 0 is the brightness
  const median = [...values].sort((a, b) => a - b)[values.length >> 1] as number;
  const hash: [number, number] = [0, 0];
  for (const [i, value] of values.entries())
    if (value > median) hash[i >> 5 === 0 ? 0 : 1] |= 1 << (i & 31);
  return hash;
}

/** How many of the 63 bits differ. */
export function hashDistance([aLow, aHigh]: PerceptualHash, [bLow, bHigh]: PerceptualHash): number {
  return bitCount(aLow ^ bLow) + bitCount(aHigh ^ bHigh);
}

/** H. S. Warren, "Hacker's Delight", chapter 5-1: pairs, fours, bytes, and the sum of the bytes. */
function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
