/** Gradient descent: `w -= lr g`; with momentum `m = mu m - lr g; w += m`; Nesterov: `w += mu m - lr g` with the new m. */
import * as tf from "@tensorflow/tfjs";
import type { Rule } from "./rule";

export interface SGDRuleOptions {
  readonly momentum: number;
  readonly nesterov: boolean;
}

export function sgdRule({ momentum, nesterov }: SGDRuleOptions): Rule<string, "rate"> {
  return momentum === 0 ? plain : withMomentum(momentum, nesterov);
}

const plain: Rule<never, "rate"> = {
  slots: [],
  numbers: (rate) => ({ rate }),
  update: ({ value, gradient, numbers: { rate } }) => ({
    value: tf.sub(value, tf.mul(gradient, rate)),
    slots: {},
  }),
};

function withMomentum(momentum: number, nesterov: boolean): Rule<"momentum", "rate"> {
  return {
    slots: ["momentum"],
    numbers: (rate) => ({ rate }),
    update({ value, gradient, slots, numbers: { rate } }) {
      const step = tf.mul(gradient, rate);
      const next = tf.sub(tf.mul(slots.momentum, momentum), step);
      const moved = nesterov ? tf.sub(tf.mul(next, momentum), step) : next;
      return { value: tf.add(value, moved), slots: { momentum: next } };
    },
  };
}
