/** Attention and products over named axes. Formulas: keras/src/layers/attention and layers/core/einsum_dense.py. */
import * as tf from "@tensorflow/tfjs";
import { isList, numberAt, numbersAt, textAt } from "../../config/json";
import type { JsonObject } from "../../types";
import type { OwnFormula, OwnWeight, Shape } from "../own-layer";
import { finish } from "./convolution";

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** `[batch, time, channels]` by `[channels, ...rest]`: a matrix product over the last axis. */
function project(x: tf.Tensor, kernel: tf.Tensor, inner = 1): tf.Tensor {
  const rows = product(kernel.shape.slice(0, inner));
  const rest = kernel.shape.slice(inner);
  const lead = x.shape.slice(0, x.rank - inner);
  const flat = tf.matMul(tf.reshape(x, [-1, rows]), tf.reshape(kernel, [rows, -1]));
  return tf.reshape(flat, [...lead, ...rest]);
}

const sizes = (config: JsonObject): { heads: number; key: number; value: number } => {
  const key = numberAt(config, "key_dim", 1);
  return {
    heads: numberAt(config, "num_heads", 1),
    key,
    value: numberAt(config, "value_dim", key),
  };
};

const bias = (config: JsonObject, weight: OwnWeight): OwnWeight[] =>
  config["use_bias"] === false ? [] : [weight];

/** Self attention over one axis of time. Inputs: query, value and key, the key being the value by default. */
export const multiHeadAttention: OwnFormula = {
  weights: (shapes, config) => {
    const { heads, key, value } = sizes(config);
    const channels = (i: number): number => (shapes[i] ?? shapes[0])?.at(-1) ?? 1;
    const out = isList(config["output_shape"])
      ? numbersAt(config, "output_shape", 1, channels(0))
      : [numberAt(config, "output_shape", channels(0))];
    const part = (name: string, from: number, size: number): OwnWeight[] => [
      { name: `${name}_kernel`, shape: [from, heads, size], settings: "kernel" },
      ...bias(config, { name: `${name}_bias`, shape: [heads, size], settings: "bias" }),
    ];
    return [
      ...part("query", channels(0), key),
      ...part("key", channels(2), key),
      ...part("value", channels(1), value),
      { name: "output_kernel", shape: [heads, value, ...out], settings: "kernel" },
      ...bias(config, { name: "output_bias", shape: out, settings: "bias" }),
    ];
  },
  compute: ([query, value = query, key = value], weights, { config, training, name }) => {
    if (training && numberAt(config, "dropout", 0) > 0)
      throw new Error(
        `Layer "${name}" (MultiHeadAttention) has dropout, which is not carried over.`,
      );
    const projected = (x: tf.Tensor, part: string): tf.Tensor => {
      const y = project(x, weights[`${part}_kernel`] as tf.Tensor);
      const shift = weights[`${part}_bias`];
      return tf.transpose(shift ? tf.add(y, shift) : y, [0, 2, 1, 3]); // [batch, heads, time, size]
    };
    const q = tf.mul(projected(query as tf.Tensor, "query"), 1 / Math.sqrt(sizes(config).key));
    const scores = tf.matMul(q, projected(key as tf.Tensor, "key"), false, true);
    const mixed = tf.matMul(tf.softmax(scores), projected(value as tf.Tensor, "value"));
    const y = project(tf.transpose(mixed, [0, 2, 1, 3]), weights["output_kernel"] as tf.Tensor, 2);
    return weights["output_bias"] ? tf.add(y, weights["output_bias"]) : y;
  },
  shape: ([query = []], config) => {
    const out = config["output_shape"];
    const last = isList(out)
      ? (out as number[])
      : [typeof out === "number" ? out : (query.at(-1) ?? null)];
    return [...query.slice(0, -1), ...last];
  },
};

/** Dot-product attention without weights. */
export const attention: OwnFormula = {
  compute: ([query, value, key = value], _, { config, training, name }) => {
    if (training && numberAt(config, "dropout", 0) > 0)
      throw new Error(`Layer "${name}" (Attention) has dropout, which is not carried over.`);
    const scores = tf.matMul(query as tf.Tensor, key as tf.Tensor, false, true);
    return tf.matMul(tf.softmax(scores), value as tf.Tensor);
  },
  shape: ([query = [], value = []]) => [...query.slice(0, -1), value.at(-1) ?? null],
};

/** The letters of an equation whose kernel shares with the input only what is summed over. */
export function parseEinsum(equation: string): { x: string; kernel: string; out: string } | null {
  const found = /^([a-z]+),([a-z]+)->([a-z]+)$/.exec(equation.replaceAll(" ", ""));
  const [, x = "", kernel = "", out = ""] = found ?? [];
  const shared = [...kernel].filter((letter) => x.includes(letter));
  const whole =
    [...x].every((letter) => kernel.includes(letter) !== out.includes(letter)) &&
    [...kernel].every((letter) => x.includes(letter) !== out.includes(letter)) &&
    [...out].every((letter) => x.includes(letter) || kernel.includes(letter));
  return found && shared.length > 0 && whole ? { x, kernel, out } : null;
}

export const einsumDense: OwnFormula = {
  weights: ([shape = []], config) => {
    const { x, kernel, out } = parseEinsum(textAt(config, "equation") ?? "") ?? {
      x: "",
      kernel: "",
      out: "",
    };
    const given = config["output_shape"];
    const full: Shape = [null, ...(isList(given) ? (given as number[]) : [given as number])];
    const size = (letter: string): number =>
      (x.includes(letter) ? shape[x.indexOf(letter)] : full[out.indexOf(letter)]) ?? 0;
    const biased = textAt(config, "bias_axes");
    const lengths = [...out].map((letter) => (biased?.includes(letter) ? size(letter) : 1));
    const first = lengths.findIndex((_, i) => biased?.includes(out[i] ?? ""));
    return [
      { name: "kernel", shape: [...kernel].map(size) },
      ...(biased === undefined ? [] : [{ name: "bias", shape: lengths.slice(first) }]),
    ];
  },
  compute: ([input], weights, { config }) => {
    const x = input as tf.Tensor;
    const letters = parseEinsum(textAt(config, "equation") ?? "");
    if (!letters) throw new Error("not reached: the table refuses other equations");
    const kernel = weights["kernel"] as tf.Tensor;
    const summed = [...letters.kernel].filter((letter) => letters.x.includes(letter));
    const kept = [...letters.x].filter((letter) => !summed.includes(letter));
    const free = [...letters.kernel].filter((letter) => !summed.includes(letter));
    const left = tf.transpose(
      x,
      [...kept, ...summed].map((letter) => letters.x.indexOf(letter)),
    );
    const right = tf.transpose(
      kernel,
      [...summed, ...free].map((letter) => letters.kernel.indexOf(letter)),
    );
    const y = project(left, right, summed.length);
    const made = [...kept, ...free];
    return finish(
      tf.transpose(
        y,
        [...letters.out].map((letter) => made.indexOf(letter)),
      ),
      weights,
      config,
    );
  },
  shape: ([shape = []], config) => {
    const letters = parseEinsum(textAt(config, "equation") ?? "");
    const given = config["output_shape"];
    const full: Shape = [null, ...(isList(given) ? (given as number[]) : [given as number])];
    return [...(letters?.out ?? "")].map((letter, i) => {
      const at = letters?.x.indexOf(letter) ?? -1;
      return at >= 0 ? (shape[at] ?? null) : (full[i] ?? null);
    });
  },
};
