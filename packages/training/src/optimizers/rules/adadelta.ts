/**
 * Adadelta: `A = rho A + (1 - rho) g^2; d = -sqrt(D + eps) g / sqrt(A + eps); D = rho D + (1 - rho) d^2; w += lr d`.
 */
import * as tf from "@tensorflow/tfjs";
import type { Rule } from "./rule";

export interface AdadeltaRuleOptions {
  readonly rho: number;
  readonly epsilon: number;
}

export function adadeltaRule({
  rho,
  epsilon,
}: AdadeltaRuleOptions): Rule<"accumulated_grad" | "accumulated_delta_var", "rate"> {
  const root = (x: tf.Tensor): tf.Tensor => tf.sqrt(tf.add(x, epsilon));
  const smoothed = (old: tf.Tensor, now: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(rho, old), tf.mul(1 - rho, tf.square(now)));
  return {
    slots: ["accumulated_grad", "accumulated_delta_var"],
    numbers: (rate) => ({ rate }),
    update({ value, gradient, slots, numbers: { rate } }) {
      const gradients = smoothed(slots.accumulated_grad, gradient);
      const delta = tf.neg(
        tf.div(tf.mul(root(slots.accumulated_delta_var), gradient), root(gradients)),
      );
      return {
        value: tf.add(value, tf.mul(rate, delta)),
        slots: {
          accumulated_grad: gradients,
          accumulated_delta_var: smoothed(slots.accumulated_delta_var, delta),
        },
      };
    },
  };
}
