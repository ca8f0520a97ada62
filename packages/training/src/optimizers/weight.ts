/** What an optimizer trains. */
import * as tf from "@tensorflow/tfjs";

/** A weight of a model, as tfjs keeps it: `write` applies the weight's constraint. */
export type Weight = tf.LayersModel["trainableWeights"][number];

/** A variable that an optimizer keeps beside a weight: its shape, one value everywhere. The optimizer owns it. */
export function variableFor({ shape }: Weight, start = 0): tf.Variable {
  return tf.tidy(() => tf.variable(tf.fill(shape as number[], start, "float32"), false));
}

/** Gives a weight a value, and applies its constraint. */
export function writeWeight(weight: Weight, value: tf.Tensor): void {
  // tfjs asks for a variable and copies it as it would any tensor.
  weight.write(value as tf.Variable);
}
