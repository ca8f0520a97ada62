/** Class weights as sample weights, as Keras makes them. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import type { Batch } from "../data/batch";
import { show } from "../options";
import { requireNumbers } from "../require-model";

/** Weight by class index; classes that are not listed weigh 1. */
export type ClassWeight = Readonly<Record<number, number>>;

/**
 * The batch with weights of its labels' classes. One-hot targets count by their largest entry. Dispose of the result.
 *
 * @throws TrainingError `invalid-argument` if the batch has sample weights, or the model several outputs
 */
export async function withClassWeight(batch: Batch, classWeight: ClassWeight): Promise<Batch> {
  const [output, ...others] = batch.outputs;
  if (!output || others.length > 0) {
    throw new TrainingError(
      "invalid-argument",
      "`classWeight` is only supported for models with a single output.",
    );
  }
  const { target, weight } = output;
  if (weight) {
    throw new TrainingError(
      "invalid-argument",
      "You cannot `classWeight` and `sampleWeight` at the same time.",
    );
  }
  const indices = tf.tidy(() => {
    const oneHot = target.rank >= 2 && (target.shape.at(-1) ?? 1) > 1;
    return oneHot ? tf.argMax(target, -1) : tf.clone(target);
  });
  const labels = await indices.data();
  indices.dispose();
  const weights = tf.tensor1d(
    Float32Array.from(labels, (label) => classWeight[Math.trunc(label)] ?? 1),
  );
  return {
    ...batch,
    outputs: [{ target, weight: weights }],
    dispose: () => {
      weights.dispose();
      batch.dispose();
    },
  };
}

/** @throws TrainingError `invalid-argument` for keys that are not class indices or weights that are not numbers */
export function checkClassWeight(classWeight: ClassWeight): void {
  if (classWeight instanceof Map) {
    throw new TrainingError(
      "invalid-argument",
      "`classWeight` must be an object of numbers by class index, such as { 0: 1, 1: 5 }. Received: a Map; give Object.fromEntries(it).",
    );
  }
  const isRecord: boolean = typeof classWeight === "object" && (classWeight as unknown) !== null;
  if (!isRecord) {
    throw new TrainingError(
      "invalid-argument",
      `\`classWeight\` must be an object of numbers by class index, such as { 0: 1, 1: 5 }. Received: ${show(classWeight)}.`,
    );
  }
  for (const [key, weight] of Object.entries(classWeight)) {
    if (Number.isInteger(Number(key)) && Number.isFinite(weight)) continue;
    throw new TrainingError(
      "invalid-argument",
      `\`classWeight\` must map class indices to numbers; received ${key}: ${String(weight)}.`,
    );
  }
}

/**
 * Class weights that make every class count alike: `samples / (classes * count)`, as scikit-learn's "balanced". A class
 * without samples gets 0: there is nothing that it could weigh.
 *
 * @param counts samples of each class, by class index
 * @throws TrainingError `invalid-argument` for counts that are not whole numbers, or if there is no sample
 *
 * @example
 * classWeightsFor([90, 10]); // { 0: 0.5555555555555556, 1: 5 }
 */
export function classWeightsFor(counts: ArrayLike<number>): ClassWeight {
  requireNumbers("classWeightsFor", "counts", counts);
  const list = Array.from(counts);
  const wrong = list.findIndex((count) => !Number.isInteger(count) || count < 0);
  if (wrong >= 0) {
    throw new TrainingError(
      "invalid-argument",
      `classWeightsFor: counts must be whole numbers from 0; received ${String(list[wrong])} for class ${wrong}.`,
    );
  }
  const samples = list.reduce((sum, count) => sum + count, 0);
  if (samples === 0) {
    throw new TrainingError(
      "invalid-argument",
      "classWeightsFor: there must be a sample; received none.",
    );
  }
  const classes = list.filter((count) => count > 0).length;
  return Object.fromEntries(
    list.map((count, label) => [label, count === 0 ? 0 : samples / (classes * count)]),
  );
}
