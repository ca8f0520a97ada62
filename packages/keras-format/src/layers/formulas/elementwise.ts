/** Layers whose output has the shape of their input, that stock tfjs lacks or has for some settings only. */
import * as tf from "@tensorflow/tfjs";
import { above } from "../../config/activations";
import { isList, numberAt } from "../../config/json";
import type { JsonObject, JsonValue } from "../../types";
import type { OwnFormula } from "../own-layer";
import { axesOf } from "./normalization";

/** `x` above 0, else `alpha (exp(x) - 1)`. */
export const elu: OwnFormula = {
  compute: ([x], _, { config }) => {
    const below = tf.expm1(tf.minimum(x as tf.Tensor, 0));
    return tf.add(tf.relu(x as tf.Tensor), tf.mul(below, numberAt(config, "alpha", 1)));
  },
};

/** `x` above 0, `alpha x` below, with an alpha for each place that is not shared. */
export const prelu: OwnFormula = {
  weights: ([shape = []], config) => {
    const shared = isList(config["shared_axes"]) ? config["shared_axes"].map(Number) : [];
    const lengths = shape.slice(1).map((length, i) => (shared.includes(i + 1) ? 1 : (length ?? 1)));
    return [{ name: "alpha", shape: lengths }];
  },
  compute: ([x], weights) => {
    const below = tf.relu(tf.neg(x as tf.Tensor));
    return tf.sub(tf.relu(x as tf.Tensor), tf.mul(weights["alpha"] as tf.Tensor, below));
  },
};

/** `x` from the threshold on, at most `max_value`; `negative_slope (x - threshold)` below it. */
export const relu: OwnFormula = {
  compute: ([input], _, { config }) => {
    const x = input as tf.Tensor;
    const threshold = numberAt(config, "threshold", 0);
    const slope = numberAt(config, "negative_slope", 0);
    const kept = threshold === 0 ? tf.relu(x) : tf.mul(x, above(x, threshold));
    const most = config["max_value"];
    const capped = typeof most === "number" ? tf.minimum(kept, most) : kept;
    if (slope === 0) return capped;
    return tf.sub(capped, tf.mul(tf.relu(tf.sub(threshold, x)), slope));
  },
};

/** `exp(x)` divided by its sum over some axes. */
export const softmax: OwnFormula = {
  compute: ([input], _, { config }) => {
    const x = input as tf.Tensor;
    const axes = axesOf(config["axis"], x.rank);
    const powers = tf.exp(tf.sub(x, tf.max(x, axes, true)));
    return tf.div(powers, tf.sum(powers, axes, true));
  },
};

export const identity: OwnFormula = { compute: ([x]) => tf.clone(x as tf.Tensor) };

/** A number, or one for each channel. */
const factors = (value: JsonValue | undefined, otherwise: number): tf.Tensor =>
  isList(value)
    ? tf.tensor(value as number[], undefined, "float32")
    : tf.scalar(typeof value === "number" ? value : otherwise);

export const rescaling: OwnFormula = {
  compute: ([x], _, { config }) =>
    tf.add(
      tf.mul(tf.cast(x as tf.Tensor, "float32"), factors(config["scale"], 1)),
      factors(config["offset"], 0),
    ),
};

/** Drops by one draw for each place of a shape, which broadcasts over the rest. */
const dropping = (
  noiseShape: (x: tf.Tensor, config: JsonObject) => readonly (number | null)[],
): OwnFormula => ({
  compute: ([input], _, { config, training }) => {
    const x = input as tf.Tensor;
    const rate = numberAt(config, "rate", 0.5);
    if (!training || rate === 0) return tf.clone(x);
    const shape = noiseShape(x, config).map((length, axis) => length ?? x.shape[axis] ?? 1);
    const kept = tf.cast(tf.greaterEqual(tf.randomUniform(shape, 0, 1), rate), "float32");
    return tf.mul(x, tf.div(kept, 1 - rate));
  },
});

/** Drops whole channels. */
export const spatialDropout = dropping((x) =>
  x.shape.map((_, axis) => (axis === 0 || axis === x.rank - 1 ? null : 1)),
);

/** A Dropout with a `noise_shape`. */
export const dropout = dropping((_, config) => config["noise_shape"] as (number | null)[]);

/** Why a layer that predicts as an identity cannot train here. */
const draws = (className: string, name: string): string =>
  `Layer "${name}" (${className}) acts in training alone, and by draws that are Keras's: give ` +
  "kerasLayers of @flowers/model-zoo as the option layers, or call its registerClasses() before loading.";

/** Predicts as Keras does, by doing nothing, and refuses to train. */
export const drawsInTraining = (className: string): OwnFormula => ({
  compute: ([x], _, { training, name }) => {
    if (training) throw new Error(draws(className, name));
    return tf.clone(x as tf.Tensor);
  },
});

/** Adds a penalty to the loss, which no layer of tfjs can; predicts as an identity. */
export const penalizes: OwnFormula = {
  compute: ([x], _, { training, name, config }) => {
    if (training && (nonZero(config, "l1") || nonZero(config, "l2"))) {
      throw new Error(
        `Layer "${name}" (ActivityRegularization) adds to the loss: to train, give kerasLayers of @flowers/model-zoo as the ` +
          "option layers, or call its registerClasses() before loading.",
      );
    }
    return tf.clone(x as tf.Tensor);
  },
};

const nonZero = (config: JsonObject, key: string): boolean => numberAt(config, key, 0) !== 0;
