/** Adamax: `m += (g - m)(1 - b1); u = max(b2 u, |g|); w -= lr m / ((1 - b1^t)(u + eps))`. */
import * as tf from "@tensorflow/tfjs";
import { f32, type Rule } from "./rule";

export interface AdamaxRuleOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export function adamaxRule({
  beta1,
  beta2,
  epsilon,
}: AdamaxRuleOptions): Rule<"momentum" | "norm", "rate" | "correction"> {
  return {
    slots: ["momentum", "norm"],
    numbers: (rate, step) => ({ rate, correction: f32(1 - f32(f32(beta1) ** step)) }),
    update({ value, gradient, slots, numbers: { rate, correction } }) {
      const momentum = tf.add(slots.momentum, tf.mul(tf.sub(gradient, slots.momentum), 1 - beta1));
      const norm = tf.maximum(tf.mul(beta2, slots.norm), tf.abs(gradient));
      const step = tf.div(tf.mul(rate, momentum), tf.mul(correction, tf.add(norm, epsilon)));
      return { value: tf.sub(value, step), slots: { momentum, norm } };
    },
  };
}
