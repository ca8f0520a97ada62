/** Dense layers, activations, shapes, masks of training. */
import * as tf from "@tensorflow/tfjs";
import { isList, numberAt } from "../../config/json";
import {
  drawsInTraining,
  dropout,
  elu,
  identity,
  penalizes,
  prelu,
  relu,
  softmax,
  spatialDropout,
} from "../formulas/elementwise";
import { layerScale, stochasticDepth } from "../formulas/normalization";
import { flatten, reshape } from "../formulas/spatial";
import {
  activated,
  bias,
  dataFormat,
  field,
  isLastAxis,
  type LayerRow,
  only,
  plain,
  seed,
  stock,
  weight,
} from "../row";

export const coreRows: Readonly<Record<string, LayerRow>> = {
  Activation: { stock: stock(tf.layers.activation, activated) },
  ActivityRegularization: { own: penalizes },
  AlphaDropout: {
    stock: stock(tf.layers.alphaDropout, [...plain("rate"), seed, only("noise_shape", null)]),
  },
  Dense: {
    stock: stock(tf.layers.dense, [
      ...plain("units"),
      ...activated,
      ...weight("kernel"),
      ...bias,
      only("quantization_config", null),
    ]),
  },
  Dropout: {
    stock: stock(
      tf.layers.dropout,
      [...plain("rate"), field("seed"), field("noise_shape", "ignored")],
      (config) => (isList(config["noise_shape"]) ? "has a noise_shape" : null),
    ),
    own: dropout,
  },
  ELU: {
    stock: stock(tf.layers.elu, [field("alpha", "ignored")], (config) =>
      numberAt(config, "alpha", 1) === 1 ? null : "has another alpha than 1",
    ),
    own: elu,
  },
  Embedding: {
    stock: stock(tf.layers.embedding, [
      ...plain("input_dim", "output_dim", "mask_zero", "input_length"),
      ...weight("embeddings"),
      only("activity_regularizer", null),
      only("quantization_config", null),
    ]),
  },
  Flatten: {
    stock: {
      ...stock(tf.layers.flatten, [dataFormat]),
      takes: ([shape = []]) => shape.length > 2 && !shape.slice(1).includes(null),
    },
    own: flatten,
  },
  GaussianDropout: { stock: stock(tf.layers.gaussianDropout, [...plain("rate"), seed]) },
  GaussianNoise: { stock: stock(tf.layers.gaussianNoise, [...plain("stddev"), seed]) },
  Identity: { own: identity },
  LayerScale: { own: layerScale, module: "keras.src.applications.convnext" },
  LeakyReLU: { stock: stock(tf.layers.leakyReLU, [field("negative_slope", "plain", "alpha")]) },
  Masking: { stock: stock(tf.layers.masking, plain("mask_value")) },
  PReLU: {
    // On WebAssembly tfjs takes alpha's values in turn, which is right where those shared come first.
    stock: stock(
      tf.layers.prelu,
      [...weight("alpha"), ...plain("shared_axes")],
      ({ shared_axes: shared }) =>
        isList(shared) && shared.some((_, i) => !shared.includes(i + 1))
          ? "shares other axes than the first"
          : null,
    ),
    own: prelu,
  },
  Permute: { stock: stock(tf.layers.permute, plain("dims")) },
  ReLU: {
    stock: stock(
      tf.layers.reLU,
      [...plain("max_value"), field("negative_slope", "ignored"), field("threshold", "ignored")],
      (config) =>
        numberAt(config, "negative_slope", 0) === 0 && numberAt(config, "threshold", 0) === 0
          ? null
          : "has a slope or a threshold",
    ),
    own: relu,
  },
  RepeatVector: { stock: stock(tf.layers.repeatVector, plain("n")) },
  Reshape: {
    stock: stock(tf.layers.reshape, plain("target_shape"), (config) =>
      isList(config["target_shape"]) && config["target_shape"].includes(-1)
        ? "leaves one length open"
        : null,
    ),
    own: reshape,
  },
  Softmax: {
    stock: {
      ...stock(tf.layers.softmax, plain("axis"), (config) =>
        isList(config["axis"]) ? "has several axes" : null,
      ),
      takes: ([shape], config) => isLastAxis(config["axis"], shape),
    },
    own: softmax,
  },
  SpatialDropout1D: { own: spatialDropout },
  SpatialDropout2D: { own: spatialDropout },
  SpatialDropout3D: { own: spatialDropout },
  StochasticDepth: { own: stochasticDepth, module: "keras.src.applications.convnext" },
  ThresholdedReLU: { stock: stock(tf.layers.thresholdedReLU, plain("theta")) },
  RandomElasticTransform: { own: drawsInTraining("RandomElasticTransform") },
};
