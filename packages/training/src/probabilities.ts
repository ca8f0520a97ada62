/** What a classifier's answer says of each class, whatever its last layer gives. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "./errors";
import { show } from "./options";
import { requireModel, requireOptions } from "./require-model";

/** Options of {@link toProbabilities}. */
export interface ProbabilityOptions {
  /** Logits are divided by it: above 1 the answers grow less sure, below 1 surer. Default 1. */
  readonly temperature?: number;
}

/** The smallest positive float32 that is not subnormal: the logarithm of a probability of 0 stays finite. */
const least = 1.1754943508222875e-38;

/**
 * A model's answer as probabilities, float32 `[batch, classes]`. It is taken as probabilities already where the last
 * layer's activation is `softmax` or `sigmoid`, and as logits otherwise: one unit is then a sigmoid, several are a softmax.
 * One unit stands for two classes, and its probability for the second. The caller disposes of the result; `output` stays
 * the caller's.
 *
 * @param output what `model` gave, `[batch, units]`
 * @throws TrainingError `invalid-argument` for a temperature that is not a finite number above 0
 * @example
 * ```ts
 * toProbabilities(model, tf.tensor2d([[0, Math.log(3)]])); // [[0.25, 0.75]]
 * ```
 */
export function toProbabilities(
  model: tf.LayersModel,
  output: tf.Tensor2D,
  options: ProbabilityOptions = {},
): tf.Tensor2D {
  requireModel("toProbabilities", model);
  requireOptions("toProbabilities", options);
  const { temperature = 1 } = options;
  if (!Number.isFinite(temperature) || temperature <= 0) {
    throw new TrainingError(
      "invalid-argument",
      `temperature must be a finite number above 0; received ${String(temperature)}.`,
    );
  }
  if (!(output instanceof tf.Tensor) || output.rank !== 2) {
    throw new TrainingError(
      "invalid-argument",
      `toProbabilities: expected a model's output as a tensor of shape [samples, classes]; received ${output instanceof tf.Tensor ? `one of shape [${(output as tf.Tensor).shape.join(", ")}]` : show(output)}.`,
    );
  }
  return tf.tidy(() => {
    const activation = lastActivation(model);
    const isOne = output.shape[1] === 1;
    const isSettled = activation === "softmax" || activation === "sigmoid";
    if (isSettled && temperature === 1) return isOne ? bothOf(output) : tf.clone(output);
    const logits = isSettled ? toLogits(output, activation === "sigmoid" || isOne) : output;
    const cooled = temperature === 1 ? logits : tf.div(logits, temperature);
    if (isOne) return bothOf(tf.sigmoid(cooled));
    return activation === "sigmoid" ? tf.sigmoid(cooled) : tf.softmax(cooled);
  }) as tf.Tensor2D;
}

function bothOf(second: tf.Tensor): tf.Tensor {
  return tf.concat([tf.sub(1, second), second], 1);
}

function toLogits(probabilities: tf.Tensor, isEachByItself: boolean): tf.Tensor {
  const log = (values: tf.Tensor): tf.Tensor => tf.log(tf.maximum(values, least));
  return isEachByItself
    ? tf.sub(log(probabilities), log(tf.sub(1, probabilities)))
    : log(probabilities);
}

/** The name of the activation that the model's answer comes from. */
function lastActivation(model: tf.LayersModel): string {
  const layer = model.outputs[0]?.sourceLayer;
  if (layer instanceof tf.LayersModel) return lastActivation(layer);
  if (!layer) return "linear";
  if (layer.getClassName() === "Softmax") return "softmax";
  const { activation } = layer.getConfig();
  return typeof activation === "string" ? activation : "linear";
}
