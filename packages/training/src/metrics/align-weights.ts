/** Sample weights beside the values that a metric averages. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";

/**
 * Sample weights of a metric, with as many axes as its values: trailing axes are added, or one of size 1 removed. Keras's
 * metrics reduce values to the axes of the weights, which gives the same quotients.
 *
 * @throws TrainingError `shape-mismatch` for weights with more axes than the values
 */
export function alignWeights(weights: tf.Tensor, rank: number): tf.Tensor {
  let aligned = weights;
  while (aligned.rank < rank) aligned = tf.expandDims(aligned, -1);
  if (aligned.rank === rank + 1 && aligned.shape.at(-1) === 1)
    aligned = tf.squeeze(aligned, [rank]);
  if (aligned.rank <= rank) return aligned;
  throw new TrainingError(
    "shape-mismatch",
    `Metric: sample weights of shape [${weights.shape.join(", ")}] have more axes than the values they weigh, ${rank}.`,
  );
}
