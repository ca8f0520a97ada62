/** A model's weights as values on the host, and back. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import type { SavedTensor } from "../trainer/state";

/** Copies of all weights in `model.weights` order. Nothing to dispose. */
export async function readWeights(model: tf.LayersModel): Promise<SavedTensor[]> {
  return Promise.all(
    model.weights.map(async (weight) => {
      const tensor = weight.read();
      return {
        name: weight.originalName,
        shape: [...tensor.shape],
        dtype: tensor.dtype as SavedTensor["dtype"],
        values: (await tensor.data()).slice() as SavedTensor["values"],
      };
    }),
  );
}

/** Sets all weights to `saved`, which has the order of `model.weights`. */
export function writeWeights(model: tf.LayersModel, saved: readonly SavedTensor[]): void {
  if (saved.length !== model.weights.length) {
    throw new TrainingError(
      "state-mismatch",
      `weights: expected ${model.weights.length} tensors, as the model has; received ${saved.length}.`,
    );
  }
  model.weights.forEach((weight, i) => {
    const { name, shape, dtype, values } = saved[i] as SavedTensor;
    if (shape.join() !== weight.shape.join()) {
      throw new TrainingError(
        "state-mismatch",
        `weights: expected shape [${weight.shape.join(", ")}] for "${weight.originalName}"; received [${shape.join(", ")}] ("${name}").`,
      );
    }
    const tensor = tf.tensor(values, [...shape], dtype);
    weight.write(tensor); // copies
    tensor.dispose();
  });
}
