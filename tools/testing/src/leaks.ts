/** Checks that a piece of work leaves as many tensors as it found. */
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/**
 * Runs `work` and fails the test if `tf.memory().numTensors` differs afterwards.
 * What `work` returns is passed on; if that is a tensor, say how many are kept in `kept`.
 */
export async function expectNoLeak<T>(work: () => T | Promise<T>, kept = 0): Promise<T> {
  const before = tf.memory().numTensors;
  const result = await work();
  expect(tf.memory().numTensors - before, "tensors left behind").toBe(kept);
  return result;
}
