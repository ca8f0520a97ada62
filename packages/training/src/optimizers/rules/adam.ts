/**
 * Adam: `m += (g - m)(1 - b1); v += (g^2 - v)(1 - b2); w -= m alpha / (sqrt(v) + eps)` with
 * `alpha = lr sqrt(1 - b2^t) / (1 - b1^t)`; with amsgrad, the root is of the largest v so far.
 */
import * as tf from "@tensorflow/tfjs";
import { f32, type Rule } from "./rule";

export interface AdamRuleOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
}

type Moment = "momentum" | "velocity";

/** The parts of Adam's step that TensorFlow's own op takes one by one. */
export function adamPowers(
  { beta1, beta2 }: Pick<AdamRuleOptions, "beta1" | "beta2">,
  step: number,
): { readonly power1: number; readonly power2: number } {
  return { power1: f32(f32(beta1) ** step), power2: f32(f32(beta2) ** step) };
}

export function adamRule(options: AdamRuleOptions): Rule<string, "alpha"> {
  const { beta1, beta2, epsilon, amsgrad } = options;
  const numbers = (rate: number, step: number): { alpha: number } => {
    const { power1, power2 } = adamPowers(options, step);
    return { alpha: f32(f32(rate * f32(Math.sqrt(f32(1 - power2)))) / f32(1 - power1)) };
  };
  const moments = (
    gradient: tf.Tensor,
    slots: Readonly<Record<Moment, tf.Tensor>>,
  ): Record<Moment, tf.Tensor> => ({
    momentum: tf.add(slots.momentum, tf.mul(tf.sub(gradient, slots.momentum), 1 - beta1)),
    velocity: tf.add(
      slots.velocity,
      tf.mul(tf.sub(tf.square(gradient), slots.velocity), 1 - beta2),
    ),
  });
  const moved = (
    value: tf.Tensor,
    momentum: tf.Tensor,
    velocity: tf.Tensor,
    alpha: tf.Tensor,
  ): tf.Tensor =>
    tf.sub(value, tf.div(tf.mul(momentum, alpha), tf.add(tf.sqrt(velocity), epsilon)));
  const plain: Rule<Moment, "alpha"> = {
    slots: ["momentum", "velocity"],
    numbers,
    update({ value, gradient, slots, numbers: { alpha } }) {
      const next = moments(gradient, slots);
      return { value: moved(value, next.momentum, next.velocity, alpha), slots: next };
    },
  };
  const largest: Rule<Moment | "velocity_hat", "alpha"> = {
    slots: ["momentum", "velocity", "velocity_hat"],
    numbers,
    update({ value, gradient, slots, numbers: { alpha } }) {
      const next = moments(gradient, slots);
      const hat = tf.maximum(slots.velocity_hat, next.velocity);
      return {
        value: moved(value, next.momentum, hat, alpha),
        slots: { ...next, velocity_hat: hat },
      };
    },
  };
  return amsgrad ? largest : plain;
}
