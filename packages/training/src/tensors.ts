/** Moving values between tensors and plain data. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "./errors";
import type { SavedTensor } from "./trainer/state";

/** A copy of a tensor's values on the host. */
export async function readTensor(name: string, tensor: tf.Tensor): Promise<SavedTensor> {
  const values = (await tensor.data()).slice();
  return { name, shape: [...tensor.shape], dtype: tensor.dtype as SavedTensor["dtype"], values };
}

/**
 * Puts saved values into a variable.
 *
 * @throws TrainingError `state-mismatch` if the shapes differ
 */
export function writeVariable(variable: tf.Variable, saved: SavedTensor): void {
  if (variable.shape.join() !== saved.shape.join()) {
    throw new TrainingError(
      "state-mismatch",
      `setState: "${saved.name}" must have shape [${variable.shape.join(", ")}]; received [${saved.shape.join(", ")}].`,
    );
  }
  tf.tidy(() => variable.assign(tf.tensor(saved.values.slice(), [...saved.shape], saved.dtype)));
}
