/**
 * A convolution and the batch normalization behind it as one convolution. Outside training the normalization is a scale and
 * an offset for each channel, and a convolution is linear:
 * `gamma (conv(x, k) + b - mean) / sqrt(variance + epsilon) + beta = conv(x, s k) + (b - mean) s + beta`,
 * `s = gamma / sqrt(variance + epsilon)`, in float64 here.
 */
import * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** The activations that kernels compute together with the convolution. */
export type FusedActivation = "linear" | "relu" | "relu6";

/** Ours and tfjs's own layers of the same kind have the same arguments. */
const kindOf = (layer: Layer): string => layer.getClassName().replace(/^Flowers>/, "");

interface Settings {
  readonly depthwise: boolean;
  readonly strides: [number, number];
  readonly padding: "same" | "valid";
  readonly useBias: boolean;
}

const pairOf = (value: unknown): [number, number] =>
  (Array.isArray(value) ? value : [value, value]) as [number, number];

/** What a layer convolves, if it is a convolution that folds: of images with channels last, plain sums, no dilation. */
function settingsOf(layer: Layer): Settings | null {
  const kind = kindOf(layer);
  if (kind !== "Conv2D" && kind !== "DepthwiseConv2D") return null;
  const config = layer.getConfig();
  const strides = pairOf(config["strides"] ?? 1);
  const folds =
    (config["activation"] ?? "linear") === "linear" &&
    (config["dataFormat"] ?? "channelsLast") === "channelsLast" &&
    (config["groups"] ?? 1) === 1 &&
    pairOf(config["dilationRate"] ?? 1).every((rate) => rate === 1) &&
    (config["padding"] === "same" || config["padding"] === "valid") &&
    (kind === "Conv2D" || strides[0] === strides[1]);
  if (!folds) return null;
  return {
    depthwise: kind === "DepthwiseConv2D",
    strides,
    padding: config["padding"] as "same" | "valid",
    useBias: config["useBias"] !== false,
  };
}

/** Whether a layer is a convolution that {@link FoldedConvolution} takes. */
export const isFoldable = (layer: Layer): boolean => settingsOf(layer) !== null;

/** Whether a layer normalizes the last axis of images. */
export function isNormalization(layer: Layer): boolean {
  const axis = layer.getConfig()["axis"];
  return kindOf(layer) === "BatchNormalization" && (axis === -1 || axis === 3);
}

/** The activation that a layer is, if kernels have it. */
export function activationOf(layer: Layer): FusedActivation | null {
  const kind = kindOf(layer);
  const config = layer.getConfig();
  if (kind === "Activation")
    return config["activation"] === "relu" || config["activation"] === "relu6"
      ? config["activation"]
      : null;
  if (kind !== "ReLU" || (config["negativeSlope"] ?? 0) !== 0 || (config["threshold"] ?? 0) !== 0)
    return null;
  const most = config["maxValue"] ?? null;
  return most === null ? "relu" : most === 6 ? "relu6" : null;
}

const valuesOf = (layer: Layer, place: number): Float32Array => {
  const weight = layer.weights[place];
  if (!weight) throw new Error(`unreachable: layer "${layer.name}" lacks a weight`);
  return weight.read().dataSync() as Float32Array;
};

/** A convolution with what was folded into it. Owns its kernel and bias. */
export class FoldedConvolution {
  readonly #settings: Settings;
  readonly #kernel: tf.Tensor4D;
  readonly #bias: tf.Tensor1D;
  readonly #activation: FusedActivation;

  constructor(layer: Layer, normalization: Layer | null, activation: FusedActivation) {
    const settings = settingsOf(layer);
    if (!settings) throw new Error(`unreachable: layer "${layer.name}" does not fold`);
    this.#settings = settings;
    this.#activation = activation;
    const shape = layer.weights[0]?.shape as [number, number, number, number];
    // [height, width, channels, filters], or [height, width, channels, multiplier] where each channel has its own.
    const channels = settings.depthwise ? shape[2] * shape[3] : shape[3];
    const { scale, offset } = affineOf(normalization, channels);
    const kernel = Float32Array.from(valuesOf(layer, 0), (value, i) => value * at(scale, i));
    const own = settings.useBias ? valuesOf(layer, 1) : new Float32Array(channels);
    const bias = Float32Array.from(own, (value, i) => value * at(scale, i) + at(offset, i));
    this.#kernel = tf.tensor4d(kernel, shape);
    this.#bias = tf.tensor1d(bias);
  }

  /** Kernel and bias, in that order. */
  get weights(): readonly tf.Tensor[] {
    return [this.#kernel, this.#bias];
  }

  /** The caller owns the result. */
  run(x: tf.Tensor): tf.Tensor {
    const { depthwise, strides, padding } = this.#settings;
    const shared = {
      x: x as tf.Tensor4D,
      filter: this.#kernel,
      pad: padding,
      bias: this.#bias,
      activation: this.#activation,
    } as const;
    return depthwise
      ? tf.fused.depthwiseConv2d({ ...shared, strides: strides[0] })
      : tf.fused.conv2d({ ...shared, strides });
  }

  dispose(): void {
    tf.dispose([this.#kernel, this.#bias]);
  }
}

/** The value of a channel; the last axis of every array here is the channels'. */
const at = (perChannel: Float64Array, i: number): number =>
  perChannel[i % perChannel.length] as number;

/** `y = scale x + offset` for each channel. */
function affineOf(
  normalization: Layer | null,
  channels: number,
): { readonly scale: Float64Array; readonly offset: Float64Array } {
  const scale = new Float64Array(channels).fill(1);
  const offset = new Float64Array(channels);
  if (!normalization) return { scale, offset };
  const config = normalization.getConfig();
  const names = [
    ...(config["scale"] === false ? [] : ["gamma"]),
    ...(config["center"] === false ? [] : ["beta"]),
    ...["mean", "variance"],
  ];
  const values = new Map(names.map((name, place) => [name, valuesOf(normalization, place)]));
  const epsilon = config["epsilon"] as number;
  for (let c = 0; c < channels; c++) {
    const of = (name: string, otherwise: number): number => values.get(name)?.[c] ?? otherwise;
    scale[c] = of("gamma", 1) / Math.sqrt(of("variance", 1) + epsilon);
    offset[c] = of("beta", 0) - of("mean", 0) * at(scale, c);
  }
  return { scale, offset };
}
