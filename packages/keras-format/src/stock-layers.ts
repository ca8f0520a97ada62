/** The Keras layers that stock tfjs has, and how their configurations correspond. One table serves both directions. */
import * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "./errors";
import type { JsonObject, JsonValue } from "./types";

/** How one entry of a configuration is carried over. */
type Kind =
  | "plain"
  | "activation"
  | "initializer"
  | "regularizer"
  /** tfjs has no such setting, so only this value can be carried over; it is written back. */
  | { readonly only: JsonValue }
  /** tfjs takes no setting of this kind, and the result does not depend on it. */
  | "ignored";

interface Field {
  /** tfjs's name; the camel case of Keras's unless said otherwise. */
  readonly name: string;
  readonly kind: Kind;
}

export interface StockLayer {
  readonly make: (args: never) => tf.layers.Layer;
  readonly fields: Readonly<Record<string, Field>>;
}

export const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const field = (keras: string, kind: Kind = "plain", name = camelCase(keras)): [string, Field] => [
  keras,
  { name, kind },
];
const plain = (...names: string[]): [string, Field][] => names.map((name) => field(name));
const only = (name: string, value: JsonValue): [string, Field] => field(name, { only: value });

const kernel = (name: string): [string, Field][] => [
  field(`${name}_initializer`, "initializer"),
  field(`${name}_regularizer`, "regularizer"),
  only(`${name}_constraint`, null),
];
const bias = [...plain("use_bias"), ...kernel("bias")];
const activated = [field("activation", "activation"), only("activity_regularizer", null)];
const window = plain("strides", "padding", "data_format");
const pooling = [...plain("pool_size"), ...window];
const global = [...plain("data_format"), only("keepdims", false)];
/** Dropout's masks differ from Keras's; stock tfjs takes a whole-number seed or none. */
const dropout = [...plain("rate"), field("seed")];

const layer = (
  make: (args: never) => tf.layers.Layer,
  ...fields: readonly [string, Field][]
): StockLayer => ({
  make,
  fields: Object.fromEntries(fields),
});

export const stockLayers: Readonly<Record<string, StockLayer>> = {
  Activation: layer(tf.layers.activation, field("activation", "activation")),
  AveragePooling2D: layer(tf.layers.averagePooling2d, ...pooling),
  BatchNormalization: layer(
    tf.layers.batchNormalization,
    ...plain("axis", "momentum", "epsilon", "center", "scale"),
    ...[
      "beta_initializer",
      "gamma_initializer",
      "moving_mean_initializer",
      "moving_variance_initializer",
    ].map((name) => field(name, "initializer")),
    ...["beta_regularizer", "gamma_regularizer"].map((name) => field(name, "regularizer")),
    ...["beta_constraint", "gamma_constraint"].map((name) => only(name, null)),
    only("synchronized", false),
    only("renorm", false),
    field("renorm_clipping", "ignored"), // settings of a renorm that is off
    field("renorm_momentum", "ignored"),
  ),
  Conv2D: layer(
    tf.layers.conv2d,
    ...plain("filters", "kernel_size", "dilation_rate"),
    ...window,
    only("groups", 1),
    ...activated,
    ...kernel("kernel"),
    ...bias,
  ),
  Conv2DTranspose: layer(
    tf.layers.conv2dTranspose,
    ...plain("filters", "kernel_size"),
    ...window,
    only("dilation_rate", [1, 1]),
    only("output_padding", null),
    ...activated,
    ...kernel("kernel"),
    ...bias,
  ),
  Dense: layer(
    tf.layers.dense,
    ...plain("units"),
    ...activated,
    ...kernel("kernel"),
    ...bias,
    only("quantization_config", null),
  ),
  DepthwiseConv2D: layer(
    tf.layers.depthwiseConv2d,
    ...plain("kernel_size", "depth_multiplier", "dilation_rate"),
    ...window,
    ...activated,
    ...kernel("depthwise"),
    ...bias,
  ),
  Dropout: layer(tf.layers.dropout, ...dropout, only("noise_shape", null)),
  ELU: layer(tf.layers.elu, only("alpha", 1)),
  Flatten: layer(tf.layers.flatten, ...plain("data_format")),
  GlobalAveragePooling2D: layer(tf.layers.globalAveragePooling2d, ...global),
  GlobalMaxPooling2D: layer(tf.layers.globalMaxPooling2d, ...global),
  LeakyReLU: layer(tf.layers.leakyReLU, field("negative_slope", "plain", "alpha")),
  MaxPooling2D: layer(tf.layers.maxPooling2d, ...pooling),
  ReLU: layer(
    tf.layers.reLU,
    ...plain("max_value"),
    only("negative_slope", 0),
    only("threshold", 0),
  ),
  Rescaling: layer(tf.layers.rescaling, ...plain("scale", "offset")),
  Reshape: layer(tf.layers.reshape, ...plain("target_shape")),
  SeparableConv2D: layer(
    tf.layers.separableConv2d,
    ...plain("filters", "kernel_size", "depth_multiplier", "dilation_rate"),
    ...window,
    ...activated,
    ...kernel("depthwise"),
    ...kernel("pointwise"),
    ...bias,
  ),
  Softmax: layer(tf.layers.softmax, ...plain("axis")),
  UpSampling2D: layer(
    tf.layers.upSampling2d,
    ...plain("size", "data_format"),
    only("interpolation", "nearest"),
  ), // tfjs's bilinear has other corners
  ZeroPadding2D: layer(tf.layers.zeroPadding2d, ...plain("padding", "data_format")),
};

/** Activations whose formula is the same in both; Keras's `hard_sigmoid` and exact `gelu` are not among them. */
const activations = new Map([
  ["elu", "elu"],
  ["linear", "linear"],
  ["mish", "mish"],
  ["relu", "relu"],
  ["relu6", "relu6"],
  ["selu", "selu"],
  ["sigmoid", "sigmoid"],
  ["silu", "swish"],
  ["softmax", "softmax"],
  ["softplus", "softplus"],
  ["softsign", "softsign"],
  ["tanh", "tanh"],
]);
const kerasActivations = new Map(Array.from(activations, ([keras, tfjs]) => [tfjs, keras]));

type ActivationName = "relu";

/** tfjs's name of a Keras activation. */
export function activationFromKeras(value: JsonValue, where: string): ActivationName {
  const name =
    value === null ? "linear" : typeof value === "string" ? activations.get(value) : undefined;
  if (name === undefined) {
    throw new KerasFormatError(
      "unsupported",
      `toLayersModel: ${where} has activation ${JSON.stringify(value)}; expected one of ${[...activations.keys()].join(", ")}.`,
    );
  }
  return name as ActivationName;
}

/** Keras's name of a tfjs activation. */
export function activationToKeras(value: JsonValue, where: string): JsonValue {
  const name = typeof value === "string" ? kerasActivations.get(value) : undefined;
  if (name === undefined) {
    throw new KerasFormatError(
      "unsupported",
      `fromLayersModel: ${where} has activation ${JSON.stringify(value)}; Keras's formula of it differs.`,
    );
  }
  return name;
}

/** A configuration without `name`, `trainable` and `dtype`, which all layers have. */
export const settingsOf = (config: JsonObject): [string, JsonValue][] =>
  Object.entries(config).filter(
    ([key]) =>
      !["name", "trainable", "dtype", "batch_input_shape", "batchInputShape"].includes(key),
  );
