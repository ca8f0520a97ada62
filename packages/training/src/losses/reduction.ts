/** How the values of a batch become one number. */
import * as tf from "@tensorflow/tfjs";
import { rule } from "../options";

/** How values of a batch become the loss. `"sumOverBatchSize"` divides by the number of values, weighted or not. */
export type Reduction = "sumOverBatchSize" | "mean" | "sum" | "none" | "meanWithSampleWeight";

/** Keras's own spellings. */
export type KerasReduction = "sum_over_batch_size" | "mean_with_sample_weight";

const reductions: readonly Reduction[] = [
  "sumOverBatchSize",
  "mean",
  "sum",
  "none",
  "meanWithSampleWeight",
];

function find(reduction: unknown): Reduction | undefined {
  if (reduction === null) return "none";
  if (typeof reduction !== "string") return undefined;
  const spelled = reduction.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return reductions.find((each) => each === spelled);
}

export const reductionRule = rule(
  `one of ${reductions.join(", ")}, or null`,
  (value) => find(value) !== undefined,
);

/** The reduction of a checked option. Null is `"none"`. */
export function resolveReduction(reduction: Reduction | KerasReduction | null): Reduction {
  return find(reduction) ?? "none";
}

/** Multiplies values by weights of a shape that broadcasts, and reduces them. */
export function reduce(
  values: tf.Tensor,
  weights: tf.Tensor | null,
  reduction: Reduction,
): tf.Tensor {
  const weighted = weights ? tf.mul(values, weights) : values;
  if (weighted.rank === 0) return weighted; // one value for the whole batch, as of Dice
  switch (reduction) {
    case "none":
      return weighted;
    case "sum":
      return tf.sum(weighted);
    case "mean":
    case "sumOverBatchSize":
      return tf.mean(weighted);
    case "meanWithSampleWeight": {
      if (!weights) return tf.mean(weighted);
      // Nothing weighs anything: 0. (divNoNan has no gradient in tfjs.)
      const total = tf.sum(weights);
      return tf.div(tf.sum(weighted), tf.where(tf.equal(total, 0), tf.onesLike(total), total));
    }
  }
}
