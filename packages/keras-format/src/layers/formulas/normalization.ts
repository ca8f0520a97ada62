/** Normalizing layers that stock tfjs lacks. Formulas: keras/src/layers/normalization and layers/preprocessing/normalization.py. */
import * as tf from "@tensorflow/tfjs";
import { isList, numberAt } from "../../config/json";
import type { JsonObject, JsonValue } from "../../types";
import type { OwnFormula, OwnWeight, Shape } from "../own-layer";

const resolve = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** The axes of a setting, counted from 0. */
export function axesOf(value: JsonValue | undefined, rank: number, otherwise = -1): number[] {
  if (value === null) return [];
  const list = isList(value) ? value : [value ?? otherwise];
  return list
    .map((axis) => resolve(typeof axis === "number" ? axis : otherwise, rank))
    .sort((a, b) => a - b);
}

/** The sizes at some axes, ones elsewhere: what broadcasts over the rest. */
export const onlyAt = (shape: readonly number[], axes: readonly number[]): number[] =>
  shape.map((length, axis) => (axes.includes(axis) ? length : 1));

export const scaleAndShift = (shape: readonly number[], config: JsonObject): OwnWeight[] => [
  ...(config["scale"] === false ? [] : [{ name: "gamma", shape }]),
  ...(config["center"] === false ? [] : [{ name: "beta", shape }]),
];

export const sizesAt = (shape: Shape, axes: readonly number[]): number[] =>
  axes.map((axis) => shape[axis] ?? 0);

/** Scaled by `gamma` and shifted by `beta`, where there are such. */
export function affine(
  x: tf.Tensor,
  weights: Readonly<Record<string, tf.Tensor>>,
  shape: number[],
): tf.Tensor {
  const scaled = weights["gamma"] ? tf.mul(x, tf.reshape(weights["gamma"], shape)) : x;
  return weights["beta"] ? tf.add(scaled, tf.reshape(weights["beta"], shape)) : scaled;
}

/** `(x - mean) / max(sqrt(variance), 1e-7)`, or back, of numbers that were counted once. */
export const normalization: OwnFormula = {
  weights: ([shape = []], config) => {
    if (config["mean"] !== null && config["mean"] !== undefined) return [];
    const sizes = sizesAt(shape, axesOf(config["axis"], shape.length));
    return [
      { name: "mean", shape: sizes, trainable: false },
      { name: "variance", shape: sizes, trainable: false },
      { name: "count", shape: [], trainable: false, dtype: "int32" },
    ];
  },
  compute: ([input], weights, { config }) => {
    const x = tf.cast(input as tf.Tensor, "float32");
    const shape = onlyAt(x.shape, axesOf(config["axis"], x.rank));
    const given = (key: "mean" | "variance"): tf.Tensor => {
      const weight = weights[key];
      if (weight) return tf.reshape(weight, shape);
      const value = tf.tensor(config[key] as number[], undefined, "float32");
      return value.size === 1 ? tf.reshape(value, []) : tf.reshape(value, shape);
    };
    const mean = given("mean");
    const deviation = tf.maximum(tf.sqrt(given("variance")), 1e-7);
    if (config["invert"] === true) return tf.add(mean, tf.mul(x, deviation));
    return tf.div(tf.sub(x, mean), deviation);
  },
};

/** Each group of channels by its own mean and variance. */
export const groupNormalization: OwnFormula = {
  weights: ([shape = []], config) => {
    const [axis = -1] = axesOf(config["axis"], shape.length);
    return scaleAndShift([shape[axis] ?? 0], config);
  },
  compute: ([input], weights, { config }) => {
    const x = input as tf.Tensor;
    const [axis = x.rank - 1] = axesOf(config["axis"], x.rank);
    const channels = x.shape[axis] ?? 1;
    const given = numberAt(config, "groups", 32);
    const groups = given === -1 ? channels : given;
    const split = [
      ...x.shape.slice(0, axis),
      groups,
      channels / groups,
      ...x.shape.slice(axis + 1),
    ];
    const apart = tf.reshape(x, split);
    const over = split.map((_, i) => i).filter((i) => i !== 0 && i !== axis);
    const { mean, variance } = tf.moments(apart, over, true);
    const scale = tf.rsqrt(tf.add(variance, numberAt(config, "epsilon", 1e-3)));
    const normal = tf.reshape(tf.mul(tf.sub(apart, mean), scale), x.shape);
    return affine(normal, weights, onlyAt(x.shape, [axis]));
  },
};

/** Divided by its length. */
export const unitNormalization: OwnFormula = {
  compute: ([input], _, { config }) => {
    const x = input as tf.Tensor;
    const squares = tf.sum(tf.square(x), axesOf(config["axis"], x.rank), true);
    return tf.mul(x, tf.rsqrt(tf.maximum(squares, 1e-12)));
  },
};

/** Divided by the root of the mean square, then scaled. */
export const rmsNormalization: OwnFormula = {
  weights: ([shape = []], config) => [
    { name: "scale", shape: sizesAt(shape, axesOf(config["axis"], shape.length)) },
  ],
  compute: ([input], weights, { config }) => {
    const x = input as tf.Tensor;
    const axes = axesOf(config["axis"], x.rank);
    const mean = tf.mean(tf.square(x), axes, true);
    const normal = tf.mul(x, tf.rsqrt(tf.add(mean, numberAt(config, "epsilon", 1e-6))));
    return tf.mul(normal, tf.reshape(weights["scale"] as tf.Tensor, onlyAt(x.shape, axes)));
  },
};

/** Of any rank and axes; stock tfjs stops at rank 4. */
export const layerNormalization: OwnFormula = {
  weights: ([shape = []], config) =>
    scaleAndShift(sizesAt(shape, axesOf(config["axis"], shape.length)), config),
  compute: ([input], weights, { config }) => {
    const x = input as tf.Tensor;
    const axes = axesOf(config["axis"], x.rank);
    const { mean, variance } = tf.moments(x, axes, true);
    const scale = tf.rsqrt(tf.add(variance, numberAt(config, "epsilon", 1e-3)));
    return affine(tf.mul(tf.sub(x, mean), scale), weights, onlyAt(x.shape, axes));
  },
};

/** ConvNeXt's factor for each channel. */
export const layerScale: OwnFormula = {
  weights: (_, config) => [{ name: "gamma", shape: [numberAt(config, "projection_dim", 1)] }],
  compute: ([x], weights) => tf.mul(x as tf.Tensor, weights["gamma"] as tf.Tensor),
};

/** ConvNeXt's dropping of a whole block, for each example. */
export const stochasticDepth: OwnFormula = {
  compute: ([input], _, { config, training }) => {
    const x = input as tf.Tensor;
    if (!training) return tf.clone(x);
    const keep = 1 - numberAt(config, "drop_path_rate", 0);
    const shape = [x.shape[0] ?? 1, ...new Array<number>(x.rank - 1).fill(1)];
    return tf.mul(tf.div(x, keep), tf.floor(tf.add(keep, tf.randomUniform(shape, 0, 1))));
  },
};
