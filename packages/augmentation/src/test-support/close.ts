/** Compares what a backend gave with the values of Keras. */
import type * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/** The largest absolute difference; infinite if lengths differ or one side is not a number. */
export function maxDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }
  return largest;
}

/** Reads and disposes a tensor, and expects its values. */
export async function expectValues(
  tensor: tf.Tensor,
  expected: ArrayLike<number>,
  tolerance: number,
): Promise<void> {
  const values = await tensor.data();
  tensor.dispose();
  expect(maxDifference(values, expected)).toBeLessThanOrEqual(tolerance);
}
