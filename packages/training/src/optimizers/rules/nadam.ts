/**
 * Adam with Nesterov's momentum. With `mu_t = b1 (1 - 0.5 * 0.96^t)`, `P_t = P_{t-1} mu_t` and `P' = P_t mu_{t+1}`:
 * `w -= lr (mu_{t+1} m / (1 - P') + (1 - mu_t) g / (1 - P_t)) / (sqrt(v / (1 - b2^t)) + eps)`.
 */
import * as tf from "@tensorflow/tfjs";
import { f32, type Rule } from "./rule";

export interface NadamRuleOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

type Num =
  | "rate"
  | "next"
  | "rest"
  | "momentumCorrection"
  | "gradientCorrection"
  | "velocityCorrection";

export function nadamRule({
  beta1,
  beta2,
  epsilon,
}: NadamRuleOptions): Rule<"momentum" | "velocity", Num> {
  const mu = (step: number): number => f32(f32(beta1) * f32(1 - f32(0.5 * f32(f32(0.96) ** step))));
  const [rest1, rest2] = [f32(1 - f32(beta1)), f32(1 - f32(beta2))];
  return {
    slots: ["momentum", "velocity"],
    running: { name: "product", start: 1, next: (product, step) => f32(product * mu(step)) },
    numbers(rate, step, before) {
      const [now, next] = [mu(step), mu(step + 1)];
      const product = f32(before * now);
      return {
        rate,
        next,
        rest: f32(1 - now),
        momentumCorrection: f32(1 - f32(product * next)),
        gradientCorrection: f32(1 - product),
        velocityCorrection: f32(1 - f32(f32(beta2) ** step)),
      };
    },
    update({ value, gradient, slots, numbers }) {
      const { momentum: oldM, velocity: oldV } = slots;
      const momentum = tf.add(oldM, tf.mul(tf.sub(gradient, oldM), rest1));
      const velocity = tf.add(oldV, tf.mul(tf.sub(tf.square(gradient), oldV), rest2));
      const mHat = tf.add(
        tf.div(tf.mul(numbers.next, momentum), numbers.momentumCorrection),
        tf.div(tf.mul(numbers.rest, gradient), numbers.gradientCorrection),
      );
      const vHat = tf.div(velocity, numbers.velocityCorrection);
      const step = tf.div(tf.mul(mHat, numbers.rate), tf.add(tf.sqrt(vHat), epsilon));
      return { value: tf.sub(value, step), slots: { momentum, velocity } };
    },
  };
}
