/** What an optimizer trains. */
import * as tf from "@tensorflow/tfjs";

/**
 * A weight of a model, as tfjs keeps it. That of tfjs's own layers applies its constraint whenever it is written, by `setWeights`
 * too; one of @flowers/model-zoo's keeps what it is given, as Keras's, until {@link writeWeight}.
 */
export type Weight = tf.LayersModel["trainableWeights"][number];

/** A variable that an optimizer keeps beside a weight: its shape, one value everywhere. The optimizer owns it. */
export function variableFor({ shape }: Weight, start = 0): tf.Variable {
  return tf.tidy(() => tf.variable(tf.fill(shape as number[], start, "float32"), false));
}

/** Gives a weight the value that a step has led to, and applies its constraint. */
export function writeWeight(weight: Weight, value: tf.Tensor): void {
  // tfjs asks for a variable and copies it as it would any tensor.
  weight.write(value as tf.Variable);
  if ("applyConstraint" in weight) (weight as { applyConstraint(): void }).applyConstraint();
}
