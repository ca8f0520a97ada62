/**
 * Follow the regularized leader. With `q(A) = A^-p`: `A' = A + g^2; z += g' - (q(A') - q(A)) w / lr;
 * w = (clip(z, -l1, l1) - z) / (q(A') / lr + 2 l2)`, where `g' = g + 2 s w` (shrinkage s) and `l2` includes `beta / (2 lr)`.
 */
import * as tf from "@tensorflow/tfjs";
import type { Rule } from "./rule";

export interface FtrlRuleOptions {
  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;
}

export function ftrlRule({
  learningRatePower,
  initialAccumulatorValue,
  l1RegularizationStrength: l1,
  l2RegularizationStrength: l2,
  l2ShrinkageRegularizationStrength: shrinkage,
  beta,
}: FtrlRuleOptions): Rule<"accumulator" | "linear", "rate" | "twiceL2"> {
  const power = (x: tf.Tensor): tf.Tensor => tf.pow(x, tf.scalar(-learningRatePower));
  return {
    slots: ["accumulator", "linear"],
    starts: { accumulator: initialAccumulatorValue },
    numbers: (rate) => ({ rate, twiceL2: 2 * (l2 + beta / (2 * rate)) }),
    update({ value, gradient, slots, numbers: { rate, twiceL2 } }) {
      const shrunk = tf.add(gradient, tf.mul(2 * shrinkage, value));
      const accumulator = tf.add(slots.accumulator, tf.square(gradient));
      const raised = power(accumulator);
      const change = tf.mul(tf.div(tf.sub(raised, power(slots.accumulator)), rate), value);
      const linear = tf.add(slots.linear, tf.sub(shrunk, change));
      const quadratic = tf.add(tf.div(raised, rate), twiceL2);
      return {
        value: tf.div(tf.sub(tf.clipByValue(linear, -l1, l1), linear), quadratic),
        slots: { accumulator, linear },
      };
    },
  };
}
