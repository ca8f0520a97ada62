/**
 * Keras 3's activations for tfjs's layers, by name. Those that tfjs lacks, or computes by another formula, are registered with
 * tfjs under names of ours, so that its stock layers take them and a saved model finds them again. Formulas:
 * keras/src/activations/activations.py.
 */
import * as tf from "@tensorflow/tfjs";
import { isObject, textAt } from "./json";
import type { JsonValue } from "../types";

type Formula = (x: tf.Tensor) => tf.Tensor;

/** Keras 2's `hard_sigmoid`, a name that Keras 3 does not have. */
export const oldHardSigmoidName = "hard_sigmoid_of_keras_2";

/** tfjs's own of the same formula. */
const stock: Readonly<Record<string, string>> = {
  elu: "elu",
  gelu: "gelu",
  [oldHardSigmoidName]: "hardSigmoid",
  linear: "linear",
  log_softmax: "logSoftmax",
  mish: "mish",
  relu: "relu",
  relu6: "relu6",
  selu: "selu",
  sigmoid: "sigmoid",
  silu: "swish",
  softmax: "softmax",
  softplus: "softplus",
  softsign: "softsign",
  tanh: "tanh",
};

/** 1 where values are above a limit, 0 elsewhere. To a gradient it is a constant. */
export const above = (x: tf.Tensor, limit: number): tf.Tensor =>
  tf.customGrad((value) => ({
    value: tf.cast(tf.greater(value as tf.Tensor, limit), "float32"),
    gradFunc: () => tf.zeros(x.shape),
  }))(x);

const hardSigmoid: Formula = (x) => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6);

const own: Readonly<Record<string, Formula>> = {
  celu: (x) => tf.add(tf.maximum(x, 0), tf.minimum(tf.expm1(x), 0)),
  exponential: (x) => tf.exp(x),
  hard_shrink: (x) => tf.mul(x, above(tf.abs(x), 0.5)),
  hard_sigmoid: hardSigmoid,
  hard_silu: (x) => tf.mul(x, hardSigmoid(x)),
  hard_tanh: (x) => tf.clipByValue(x, -1, 1),
  leaky_relu: (x) => tf.leakyRelu(x, 0.2),
  log_sigmoid: (x) => tf.neg(tf.softplus(tf.neg(x))),
  soft_shrink: (x) => tf.sub(x, tf.clipByValue(x, -0.5, 0.5)),
  sparse_plus: (x) => {
    const square = tf.div(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 4);
    return tf.add(square, tf.mul(tf.sub(x, 1), above(x, 1)));
  },
  sparse_sigmoid: (x) => tf.div(tf.add(tf.clipByValue(x, -1, 1), 1), 2),
  squareplus: (x) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  tanh_shrink: (x) => tf.sub(x, tf.tanh(x)),
};

const aliases: Readonly<Record<string, string>> = { hard_swish: "hard_silu", swish: "silu" };

/** Every name that is read, aliases among them. */
export const activationNames: readonly string[] = [
  ...Object.keys(stock).filter((name) => name !== oldHardSigmoidName),
  ...Object.keys(own),
  ...Object.keys(aliases),
].sort();

const prefix = "keras_";

for (const [name, apply] of Object.entries(own)) {
  const activation = class extends tf.serialization.Serializable {
    static readonly className = prefix + name;
    getConfig(): tf.serialization.ConfigDict {
      return {};
    }
    apply(x: tf.Tensor): tf.Tensor {
      return tf.tidy(() => apply(x));
    }
  };
  tf.serialization.registerClass(activation as never);
}

/** Keras's own name of what a configuration holds: a name, or a function by name; null for anything else. */
export function activationName(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined) return "linear";
  const given = isObject(value)
    ? (textAt(value, "config") ??
      (Object.keys(isObject(value["config"]) ? value["config"] : {}).length === 0
        ? textAt(value, "class_name")
        : undefined))
    : value;
  if (typeof given !== "string") return null;
  const name = aliases[given] ?? given;
  return Object.hasOwn(stock, name) || Object.hasOwn(own, name) ? name : null;
}

/** The name that tfjs's layers take for one of Keras's names. */
export const tfjsActivation = (kerasName: string): string => stock[kerasName] ?? prefix + kerasName;

/** The formula of one of Keras's names. The caller owns the result. */
export function activationFormula(kerasName: string): Formula {
  const formula = own[kerasName];
  if (formula) return formula;
  const layer = tf.layers.activation({ activation: tfjsActivation(kerasName) as "relu" });
  return (x) => layer.apply(x) as tf.Tensor;
}

const fromTfjs = new Map(
  Object.entries(stock)
    .filter(([keras]) => keras !== oldHardSigmoidName)
    .map(([keras, tfjs]) => [tfjs, keras]),
);

/** Keras's name of an activation that a tfjs layer says it has; null when Keras has no such formula. */
export function kerasActivation(tfjsName: JsonValue | undefined): string | null {
  if (typeof tfjsName !== "string") return null;
  if (tfjsName.startsWith(prefix)) return tfjsName.slice(prefix.length);
  return fromTfjs.get(tfjsName) ?? null;
}
