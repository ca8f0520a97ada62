/** Products of projective matrices: several resamplings as one. */

/** Multiplies two sets of 8-number matrices image by image, as 3 x 3 matrices whose last entry is 1. */
function multiply(first: Float32Array, second: Float32Array): Float32Array {
  const product = new Float32Array(first.length);
  for (let at = 0; at < first.length; at += 8) {
    const a = [...first.subarray(at, at + 8), 1];
    const b = [...second.subarray(at, at + 8), 1];
    const entry = (row: number, column: number): number =>
      (a[row * 3] as number) * (b[column] as number) +
      (a[row * 3 + 1] as number) * (b[column + 3] as number) +
      (a[row * 3 + 2] as number) * (b[column + 6] as number);
    const last = entry(2, 2);
    for (let i = 0; i < 8; i++) product[at + i] = entry(Math.trunc(i / 3), i % 3) / last;
  }
  return product;
}

/**
 * The matrices of applying several transforms one after another, first to last. A matrix maps an output position to an
 * input position, so the product runs from the first to the last.
 */
export function composeMatrices(steps: readonly Float32Array[]): Float32Array {
  return steps.reduce(multiply);
}
