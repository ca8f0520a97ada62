/** Initializers, regularizers and constraints: Keras's configurations to tfjs's objects, and back. */
import * as tf from "@tensorflow/tfjs";
import type { JsonObject, JsonValue } from "../types";
import {
  bareName,
  camelCase,
  isObject,
  kerasObject,
  numberAt,
  objectAt,
  snakeKey,
  textAt,
} from "./json";

/** What an argument of a layer may be an object of. */
export type ObjectKind = "initializer" | "regularizer" | "constraint";

const modules: Readonly<Record<ObjectKind, string>> = {
  initializer: "keras.initializers",
  regularizer: "keras.regularizers",
  constraint: "keras.constraints",
};

type Row = (config: JsonObject) => unknown;

const seedOf = (config: JsonObject): { seed?: number } =>
  typeof config["seed"] === "number" ? { seed: config["seed"] } : {};

const initializers: Readonly<Record<string, Row>> = {
  Constant: (config) => tf.initializers.constant({ value: numberAt(config, "value", 0) }),
  GlorotNormal: (config) => tf.initializers.glorotNormal(seedOf(config)),
  GlorotUniform: (config) => tf.initializers.glorotUniform(seedOf(config)),
  HeNormal: (config) => tf.initializers.heNormal(seedOf(config)),
  HeUniform: (config) => tf.initializers.heUniform(seedOf(config)),
  Identity: (config) => tf.initializers.identity({ gain: numberAt(config, "gain", 1) }),
  LecunNormal: (config) => tf.initializers.leCunNormal(seedOf(config)),
  LecunUniform: (config) => tf.initializers.leCunUniform(seedOf(config)),
  Ones: () => tf.initializers.ones(),
  Orthogonal: (config) =>
    tf.initializers.orthogonal({ gain: numberAt(config, "gain", 1), ...seedOf(config) }),
  RandomNormal: (config) =>
    tf.initializers.randomNormal({
      mean: numberAt(config, "mean", 0),
      stddev: numberAt(config, "stddev", 0.05),
      ...seedOf(config),
    }),
  RandomUniform: (config) =>
    tf.initializers.randomUniform({
      minval: numberAt(config, "minval", -0.05),
      maxval: numberAt(config, "maxval", 0.05),
      ...seedOf(config),
    }),
  TruncatedNormal: (config) =>
    tf.initializers.truncatedNormal({
      mean: numberAt(config, "mean", 0),
      stddev: numberAt(config, "stddev", 0.05),
      ...seedOf(config),
    }),
  VarianceScaling: (config) => {
    const distribution = textAt(config, "distribution") ?? "truncated_normal";
    return tf.initializers.varianceScaling({
      scale: numberAt(config, "scale", 1),
      mode: camelCase(textAt(config, "mode") ?? "fan_in") as "fanIn",
      distribution: camelCase(distribution) as "uniform",
      ...seedOf(config),
    });
  },
  Zeros: () => tf.initializers.zeros(),
};

const regularizers: Readonly<Record<string, Row>> = {
  L1: (config) => tf.regularizers.l1({ l1: numberAt(config, "l1", 0.01) }),
  L2: (config) => tf.regularizers.l2({ l2: numberAt(config, "l2", 0.01) }),
  L1L2: (config) =>
    tf.regularizers.l1l2({ l1: numberAt(config, "l1", 0), l2: numberAt(config, "l2", 0) }),
  OrthogonalRegularizer: (config) =>
    new OrthogonalRegularizer({
      factor: numberAt(config, "factor", 0.01),
      mode: textAt(config, "mode") ?? "rows",
    }),
};

/** Keras's penalty of rows or columns that are not at right angles: keras/src/regularizers/regularizers.py. */
class OrthogonalRegularizer extends tf.serialization.Serializable {
  static readonly className = "KerasFormat>OrthogonalRegularizer";
  /** What tfjs's layers make it again of: they take no object of a class that is not their own. */
  readonly className = OrthogonalRegularizer.className;
  readonly config: { readonly factor: number; readonly mode: string };

  constructor({ factor = 0.01, mode = "rows" }: { factor?: number; mode?: string } = {}) {
    super();
    this.config = { factor, mode };
  }

  apply(weight: tf.Tensor): tf.Scalar {
    return tf.tidy(() => {
      const axis = this.config.mode === "rows" ? 1 : 0;
      const squares = tf.sum(tf.square(weight), axis, true);
      const unit = tf.mul(weight, tf.rsqrt(tf.maximum(squares, 1e-24)));
      const product = tf.matMul(unit, unit, axis === 0, axis === 1);
      const [size = 1] = product.shape;
      const between = tf.sum(tf.abs(tf.mul(product, tf.sub(1, tf.eye(size)))));
      return tf.mul(between, (this.config.factor * 0.5) / ((size * (size - 1)) / 2));
    });
  }

  getConfig(): tf.serialization.ConfigDict {
    return { ...this.config };
  }
}

tf.serialization.registerClass(OrthogonalRegularizer as never);

const constraints: Readonly<Record<string, Row>> = {
  MaxNorm: (config) =>
    tf.constraints.maxNorm({
      maxValue: numberAt(config, "max_value", 2),
      axis: firstNumber(config["axis"], 0),
    }),
  MinMaxNorm: (config) =>
    tf.constraints.minMaxNorm({
      minValue: numberAt(config, "min_value", 0),
      maxValue: numberAt(config, "max_value", 1),
      rate: numberAt(config, "rate", 1),
      axis: firstNumber(config["axis"], 0),
    }),
  NonNeg: () => tf.constraints.nonNeg(),
  UnitNorm: (config) => tf.constraints.unitNorm({ axis: firstNumber(config["axis"], 0) }),
};

const tables: Readonly<Record<ObjectKind, Readonly<Record<string, Row>>>> = {
  initializer: initializers,
  regularizer: regularizers,
  constraint: constraints,
};

function firstNumber(value: JsonValue | undefined, otherwise: number): number {
  const first = Array.isArray(value) && value.length === 1 ? (value as number[])[0] : value;
  return typeof first === "number" ? first : otherwise;
}

/** tfjs's object, undefined for none, or the reason why there is none of this kind. */
export function objectFromKeras(
  kind: ObjectKind,
  value: JsonValue,
): { readonly object: unknown } | { readonly reason: string } {
  if (value === null) return { object: undefined };
  const given = isObject(value) ? textAt(value, "class_name") : value;
  const config = isObject(value) ? objectAt(value, "config") : {};
  const name = typeof given === "string" ? pascalCase(bareName(given)) : JSON.stringify(value);
  const make = Object.hasOwn(tables[kind], name) ? tables[kind][name] : undefined;
  if (!make) return { reason: `has ${kind} ${name}, which is not carried over` };
  const axis = config["axis"];
  if (kind === "constraint" && Array.isArray(axis) && axis.length > 1) {
    return { reason: `has constraint ${name} over several axes, which tfjs lacks` };
  }
  return { object: make(config) };
}

/** Keras 2 spells `glorot_uniform` and `l2` where Keras 3 has the classes' names. */
const pascalCase = (name: string): string => {
  if (/^[A-Z]/.test(name)) return name;
  if (/^l1_?l2$/.test(name)) return "L1L2";
  return name.replaceAll(/(^|_)([a-z0-9])/g, (_, _start, letter: string) => letter.toUpperCase());
};

const known = new Set([
  ...Object.keys(initializers),
  ...Object.keys(regularizers),
  ...Object.keys(constraints),
]);

/** What Keras writes for an object of a tfjs layer's configuration; the reason when Keras has none of its class. */
export function objectToKeras(
  kind: ObjectKind,
  value: JsonValue | undefined,
): { readonly value: JsonValue } | { readonly reason: string } {
  if (!isObject(value)) return { value: value ?? null };
  const given = textAt(value, "className") ?? textAt(value, "class_name");
  const name = given === undefined ? JSON.stringify(value) : tfjsName(bareName(given));
  if (!known.has(name)) return { reason: `has ${kind} ${name}, which Keras lacks` };
  return { value: kerasObject(modules[kind], name, snakeConfig(objectAt(value, "config"))) };
}

/** tfjs spells LeCun with a capital C, and keeps L1L2 for both. */
const tfjsName = (name: string): string => name.replace("LeCun", "Lecun");

const isName = (key: string): boolean => ["dataFormat", "mode", "distribution"].includes(key);

/** A configuration of ours in Keras's spelling, the objects in it among it. */
export function snakeConfig(config: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const kind = (["initializer", "regularizer", "constraint"] as const).find((each) =>
        key.toLowerCase().endsWith(each),
      );
      if (kind && isObject(value)) {
        const name = bareName(textAt(value, "className") ?? "");
        return [
          snakeKey(key),
          kerasObject(modules[kind], tfjsName(name), snakeConfig(objectAt(value, "config"))),
        ];
      }
      return [snakeKey(key), isName(key) && typeof value === "string" ? snakeKey(value) : value];
    }),
  );
}
