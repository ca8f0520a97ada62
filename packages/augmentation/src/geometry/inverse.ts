/** Inverses of projective matrices: they take an input position to the output pixels that were read from it. */
import { AugmentationError } from "../errors";

/**
 * Inverts matrices `[a0 a1 a2; b0 b1 b2; c0 c1 1]`, 8 numbers each; the result is scaled so that its last entry is 1 again.
 * By cofactors in double precision; TensorFlow inverts in float32.
 *
 * @throws AugmentationError `invalid-argument` if a matrix has no such inverse, as for a zoom by 0
 */
export function invertMatrices(matrices: Float32Array): Float32Array {
  const inverses = new Float32Array(matrices.length);
  for (let m = 0; m < matrices.length; m += 8) {
    const [a0, a1, a2, b0, b1, b2, c0, c1] = Array.from(matrices.subarray(m, m + 8)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const last = a0 * b1 - a1 * b0;
    const determinant = a0 * (b1 - b2 * c1) - a1 * (b0 - b2 * c0) + a2 * (b0 * c1 - b1 * c0);
    if (determinant === 0 || last === 0) {
      throw new AugmentationError(
        "invalid-argument",
        "projectiveTransform: a gradient needs matrices that can be inverted. " +
          `Received: [${matrices.subarray(m, m + 8).join(", ")}]`,
      );
    }
    const adjugate = [
      b1 - b2 * c1,
      a2 * c1 - a1,
      a1 * b2 - a2 * b1,
      b2 * c0 - b0,
      a0 - a2 * c0,
      a2 * b0 - a0 * b2,
      b0 * c1 - b1 * c0,
      a1 * c0 - a0 * c1,
    ];
    inverses.set(
      adjugate.map((entry) => entry / last),
      m,
    );
  }
  return inverses;
}
