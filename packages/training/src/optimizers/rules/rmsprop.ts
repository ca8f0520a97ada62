/** RMSprop: `v = rho v + (1 - rho) g^2; w -= lr g / sqrt(v + eps)`; centered: `v - a^2 + eps`. */
import * as tf from "@tensorflow/tfjs";
import type { Rule } from "./rule";

export interface RMSpropRuleOptions {
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
}

type Slot = "velocity" | "momentum" | "average_gradient";

export function rmspropRule({
  rho,
  momentum,
  epsilon,
  centered,
}: RMSpropRuleOptions): Rule<Slot, "rate"> {
  const smoothed = (old: tf.Tensor, now: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(rho, old), tf.mul(1 - rho, now));
  const slots: Slot[] = ["velocity"];
  if (momentum > 0) slots.push("momentum");
  if (centered) slots.push("average_gradient");
  return {
    slots,
    numbers: (rate) => ({ rate }),
    update({ value, gradient, slots: old, numbers: { rate } }) {
      const velocity = smoothed(old.velocity, tf.square(gradient));
      const average = centered ? smoothed(old.average_gradient, gradient) : null;
      const spread = average ? tf.sub(velocity, tf.square(average)) : velocity;
      const increment = tf.div(tf.mul(rate, gradient), tf.sqrt(tf.add(spread, epsilon)));
      const moved = momentum > 0 ? tf.add(tf.mul(momentum, old.momentum), increment) : increment;
      return {
        value: tf.sub(value, moved),
        slots: { velocity, momentum: moved, average_gradient: average ?? velocity },
      };
    },
  };
}
