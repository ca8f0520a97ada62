/** Adagrad: `A += g^2; w -= lr g / sqrt(A + eps)`. */
import * as tf from "@tensorflow/tfjs";
import type { Rule } from "./rule";

export interface AdagradRuleOptions {
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;
}

export function adagradRule({
  initialAccumulatorValue,
  epsilon,
}: AdagradRuleOptions): Rule<"accumulator", "rate"> {
  return {
    slots: ["accumulator"],
    starts: { accumulator: initialAccumulatorValue },
    numbers: (rate) => ({ rate }),
    update({ value, gradient, slots, numbers: { rate } }) {
      const accumulator = tf.add(slots.accumulator, tf.square(gradient));
      const step = tf.div(tf.mul(rate, gradient), tf.sqrt(tf.add(accumulator, epsilon)));
      return { value: tf.sub(value, step), slots: { accumulator } };
    },
  };
}
