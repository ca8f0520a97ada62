/** Numbers beside real Keras's: the inputs that the golden scripts draw, and how far results may be from Keras's. */
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/** The values of the goldens' scripts. */
export const ramp = (shape: number[], scale = 1): tf.Tensor =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i * 1.3 + 1) * scale),
    shape,
  );

/** Sums of up to some hundred float32 products, in another order than TensorFlow's. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance = 2e-5,
): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    const difference = Math.abs((actual[i] ?? NaN) - value);
    expect(difference, `${i}: ${actual[i]} instead of ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}
