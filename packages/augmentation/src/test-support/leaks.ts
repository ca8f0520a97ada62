/**
 * Checks that a piece of work leaves as many tensors as it found. As in the shared test tools, whose module starts every
 * backend with @flowers/backend's kernels when it is imported: here backends must be stock.
 */
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/** Runs `work` and fails the test if `tf.memory().numTensors` differs afterwards. */
export async function expectNoLeak<T>(work: () => T | Promise<T>): Promise<T> {
  const before = tf.memory().numTensors;
  const result = await work();
  expect(tf.memory().numTensors - before, "tensors left behind").toBe(0);
  return result;
}
