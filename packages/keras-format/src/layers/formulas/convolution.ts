/** Convolutions that stock tfjs lacks: groups, one dimension as two, dilated or padded transposes. Channels come last. */
import * as tf from "@tensorflow/tfjs";
import { activationFormula, activationName } from "../../config/activations";
import { numberAt, numbersAt, textAt } from "../../config/json";
import type { JsonObject } from "../../types";
import type { OwnCall, OwnFormula, OwnWeight, Shape } from "../own-layer";
import { conv2d, depthwiseConv2d, type Settings, spread } from "./dilated";

type Pads = "valid" | "same" | [[0, 0], [number, number], [number, number], [0, 0]];

const channelsOf = (shapes: readonly Shape[]): number => shapes[0]?.at(-1) ?? 0;

/** Adds the bias and applies the activation. */
export function finish(
  sums: tf.Tensor,
  weights: Readonly<Record<string, tf.Tensor>>,
  config: JsonObject,
): tf.Tensor {
  const biased = weights["bias"] ? tf.add(sums, weights["bias"]) : sums;
  const name = activationName(config["activation"]) ?? "linear";
  return name === "linear" ? biased : activationFormula(name)(biased);
}

/** Pixels beside a row that "same" asks for, with TensorFlow's smaller half before. */
function padsOf(length: number, size: number, stride: number, dilation: number): [number, number] {
  const reach = (size - 1) * dilation + 1;
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

const sizeAfter = (
  length: number | null,
  size: number,
  stride: number,
  dilation: number,
  padding: string,
): number | null => {
  if (length === null) return null;
  if (padding !== "valid") return Math.ceil(length / stride);
  return Math.ceil((length - (size - 1) * dilation) / stride);
};

const withBias = (config: JsonObject, channels: number): OwnWeight[] =>
  config["use_bias"] === false ? [] : [{ name: "bias", shape: [channels] }];

/** Each share of the channels meets its share of the filters; both come last. */
export function inGroups(
  x: tf.Tensor,
  kernel: tf.Tensor,
  config: JsonObject,
  convolve: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const groups = numberAt(config, "groups", 1);
  // tfjs has no gradient of a split into one.
  if (groups === 1) return convolve(x, kernel);
  const kernels = tf.split(kernel, groups, kernel.rank - 1);
  const sums = tf
    .split(x, groups, x.rank - 1)
    .map((share, i) => convolve(share, kernels[i] as tf.Tensor));
  return tf.concat(sums, x.rank - 1);
}

/** A kernel `[...sizes, channels of a group, filters]` over `n` axes, and a bias. */
export const kernelAndBias =
  (n: number): NonNullable<OwnFormula["weights"]> =>
  (shapes, config) => {
    const filters = numberAt(config, "filters", 1);
    const channels = channelsOf(shapes) / numberAt(config, "groups", 1);
    const shape = [...numbersAt(config, "kernel_size", n, 1), channels, filters];
    return [{ name: "kernel", shape }, ...withBias(config, filters)];
  };

/** `[batch, ...lengths, filters]` after a convolution over `n` axes. */
export const convolvedShape =
  (n: number): NonNullable<OwnFormula["shape"]> =>
  ([shape = []], config) => {
    const [strides, rates] = ["strides", "dilation_rate"].map((key) =>
      numbersAt(config, key, n, 1),
    );
    const padding = textAt(config, "padding") ?? "valid";
    const lengths = numbersAt(config, "kernel_size", n, 1).map((size, i) =>
      sizeAfter(shape[i + 1] ?? null, size, strides?.[i] ?? 1, rates?.[i] ?? 1, padding),
    );
    return [shape[0] ?? null, ...lengths, numberAt(config, "filters", 1)];
  };

/** A Conv2D of groups, or with a dilation that trains. */
export const groupedConv2d: OwnFormula = {
  weights: kernelAndBias(2),
  compute: ([x], weights, { config, training }) => {
    const strides = numbersAt(config, "strides", 2, 1) as [number, number];
    const dilations = numbersAt(config, "dilation_rate", 2, 1) as [number, number];
    const padding = textAt(config, "padding") === "same" ? "same" : "valid";
    const settings = { strides, padding, dilations, training } as const;
    const sums = inGroups(x as tf.Tensor, weights["kernel"] as tf.Tensor, config, (share, kernel) =>
      conv2d(share as tf.Tensor4D, kernel as tf.Tensor4D, settings),
    );
    return finish(sums, weights, config);
  },
  shape: convolvedShape(2),
};

/** A Conv1D that sees the past alone, pads as it likes, has groups. */
export const conv1d: OwnFormula = {
  weights: kernelAndBias(1),
  compute: ([x], weights, { config, training }) => {
    const kernel = weights["kernel"] as tf.Tensor3D;
    const { images, stride, dilation } = asImage(x as tf.Tensor, config, kernel.shape[0]);
    const filter = tf.expandDims(kernel, 0) as tf.Tensor4D;
    const settings: Settings = {
      ...{ strides: [1, stride], padding: "valid", dilations: [1, dilation], training },
    };
    const sums = inGroups(images, filter, config, (share, part) =>
      conv2d(share as tf.Tensor4D, part as tf.Tensor4D, settings),
    );
    return finish(tf.squeeze(sums, [1]), weights, config);
  },
  shape: convolvedShape(1),
};

/** A SeparableConv2D of several filters a channel; stock tfjs forgets their number. */
export const separableConv2d: OwnFormula = {
  weights: (shapes, config) => {
    const channels = channelsOf(shapes);
    const filters = numberAt(config, "filters", 1);
    const shape = [...numbersAt(config, "kernel_size", 2, 1), channels, multiplierOf(config)];
    return [
      { name: "depthwise_kernel", shape, settings: "depthwise" },
      {
        name: "pointwise_kernel",
        shape: [1, 1, channels * multiplierOf(config), filters],
        settings: "pointwise",
      },
      ...withBias(config, filters),
    ];
  },
  compute: ([x], weights, call) => {
    const { config } = call;
    const each = byChannel(x as tf.Tensor4D, weights["depthwise_kernel"] as tf.Tensor4D, call);
    const sums = tf.conv2d(each, weights["pointwise_kernel"] as tf.Tensor4D, 1, "valid");
    return finish(sums, weights, config);
  },
  shape: convolvedShape(2),
};

/** Each channel with kernels of its own. */
const byChannel = (
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { config, training }: OwnCall,
): tf.Tensor4D =>
  depthwiseConv2d(x, kernel, {
    strides: numbersAt(config, "strides", 2, 1) as [number, number],
    padding: textAt(config, "padding") === "same" ? "same" : "valid",
    dilations: numbersAt(config, "dilation_rate", 2, 1) as [number, number],
    training,
  });

/** A DepthwiseConv2D with gaps in its kernel. */
export const dilatedDepthwise: OwnFormula = {
  weights: (shapes, config) => {
    const channels = channelsOf(shapes);
    const shape = [...numbersAt(config, "kernel_size", 2, 1), channels, multiplierOf(config)];
    const kernel = { name: "depthwise_kernel", shape, settings: "depthwise" };
    return [kernel, ...withBias(config, channels * multiplierOf(config))];
  },
  compute: ([x], weights, call) => {
    const kernel = weights["depthwise_kernel"] as tf.Tensor4D;
    return finish(byChannel(x as tf.Tensor4D, kernel, call), weights, call.config);
  },
  shape: ([shape = []], config) => {
    const filters = (shape.at(-1) ?? 0) * multiplierOf(config);
    return groupedConv2d.shape?.([shape], { ...config, filters }) ?? [];
  },
};

/** A row as an image of height 1, with its padding by hand, so that "causal" is one of three. */
function asImage(
  x: tf.Tensor,
  config: JsonObject,
  size: number,
): { images: tf.Tensor4D; pads: Pads; stride: number; dilation: number } {
  const [stride = 1] = numbersAt(config, "strides", 1, 1);
  const [dilation = 1] = numbersAt(config, "dilation_rate", 1, 1);
  const length = x.shape[1] ?? 1;
  const padding = textAt(config, "padding") ?? "valid";
  const [before, after] = padding === "same" ? padsOf(length, size, stride, dilation) : [0, 0];
  const pads: [number, number] =
    padding === "causal" ? [(size - 1) * dilation, 0] : [before, after];
  return {
    images: tf.expandDims(tf.pad(x, [[0, 0], pads, [0, 0]]), 1) as tf.Tensor4D,
    pads: "valid",
    stride,
    dilation,
  };
}

const rowShape = (channels: (shape: Shape, config: JsonObject) => number): OwnFormula["shape"] => {
  return ([shape = []], config) => {
    const [size = 1] = numbersAt(config, "kernel_size", 1, 1);
    const [stride = 1] = numbersAt(config, "strides", 1, 1);
    const [dilation = 1] = numbersAt(config, "dilation_rate", 1, 1);
    const padding = textAt(config, "padding") ?? "valid";
    const length = sizeAfter(shape[1] ?? null, size, stride, dilation, padding);
    return [shape[0] ?? null, length, channels(shape, config)];
  };
};

const multiplierOf = (config: JsonObject): number => numberAt(config, "depth_multiplier", 1);

/** Strides of a row may differ from those of height 1, which tfjs's depthwise kernels want equal. */
function depthwiseRow(x: tf.Tensor, kernel: tf.Tensor, { config, training }: OwnCall): tf.Tensor {
  const [size = 1] = kernel.shape;
  const { images, stride, dilation } = asImage(x, config, size);
  const filter = tf.expandDims(kernel, 0) as tf.Tensor4D;
  const all = depthwiseConv2d(images, filter, {
    strides: [1, 1],
    padding: "valid",
    dilations: [1, dilation],
    training,
  });
  const row = tf.squeeze(all, [1]);
  if (stride === 1) return row;
  const count = Math.ceil((row.shape[1] ?? 1) / stride);
  const kept = Array.from({ length: count }, (_, i) => i * stride);
  return tf.gather(row, tf.tensor1d(kept, "int32"), 1);
}

export const depthwiseConv1d: OwnFormula = {
  weights: (shapes, config) => {
    const channels = channelsOf(shapes);
    const shape = [...numbersAt(config, "kernel_size", 1, 1), channels, multiplierOf(config)];
    const kernel = { name: "kernel", shape, settings: "depthwise" };
    return [kernel, ...withBias(config, channels * multiplierOf(config))];
  },
  compute: ([x], weights, call) =>
    finish(
      depthwiseRow(x as tf.Tensor, weights["kernel"] as tf.Tensor, call),
      weights,
      call.config,
    ),
  shape: rowShape((shape, config) => (shape.at(-1) ?? 0) * multiplierOf(config)),
};

export const separableConv1d: OwnFormula = {
  weights: (shapes, config) => {
    const channels = channelsOf(shapes);
    const filters = numberAt(config, "filters", 1);
    const shape = [...numbersAt(config, "kernel_size", 1, 1), channels, multiplierOf(config)];
    return [
      { name: "depthwise_kernel", shape, settings: "depthwise" },
      {
        name: "pointwise_kernel",
        shape: [1, channels * multiplierOf(config), filters],
        settings: "pointwise",
      },
      ...withBias(config, filters),
    ];
  },
  compute: ([x], weights, call) => {
    const { config } = call;
    const row = depthwiseRow(x as tf.Tensor, weights["depthwise_kernel"] as tf.Tensor, call);
    const point = weights["pointwise_kernel"] as tf.Tensor3D;
    return finish(tf.conv1d(row as tf.Tensor3D, point, 1, "valid"), weights, config);
  },
  shape: rowShape((_, config) => numberAt(config, "filters", 1)),
};

/**
 * A transposed convolution of any rank by its definition: the gradient of a convolution with regard to its input. Keras's sizes:
 * keras/src/backend/common/backend_utils.py.
 */
function transposed(rank: number): OwnFormula {
  const settings = (config: JsonObject): Record<"sizes" | "strides" | "dilations", number[]> => ({
    sizes: numbersAt(config, "kernel_size", rank, 1),
    strides: numbersAt(config, "strides", rank, 1),
    dilations: numbersAt(config, "dilation_rate", rank, 1),
  });
  const geometry = (config: JsonObject, axis: number, length: number) => {
    const { sizes, strides, dilations } = settings(config);
    const [size = 1, stride = 1, dilation = 1] = [sizes[axis], strides[axis], dilations[axis]];
    const reach = (size - 1) * dilation + 1;
    const given = config["output_padding"];
    const extra =
      given === null || given === undefined
        ? null
        : numbersAt(config, "output_padding", rank, 0)[axis];
    const same = textAt(config, "padding") === "same";
    const whole = (length - 1) * stride + reach;
    if (same) {
      const out =
        extra === null || extra === undefined
          ? length * stride
          : (length - 1) * stride + reach - 2 * Math.floor(reach / 2) + extra;
      return { out, whole, before: Math.floor(Math.max(0, whole - out) / 2) };
    }
    const out =
      extra === null || extra === undefined
        ? length * stride + Math.max(reach - stride, 0)
        : whole + extra;
    return { out, whole, before: 0 };
  };
  return {
    weights: (shapes, config) => {
      const filters = numberAt(config, "filters", 1);
      const shape = [...settings(config).sizes, filters, channelsOf(shapes)];
      return [{ name: "kernel", shape }, ...withBias(config, filters)];
    },
    compute: ([x], weights, { config, name }) => {
      const input = x as tf.Tensor;
      const { strides, dilations } = settings(config);
      const kernel = weights["kernel"] as tf.Tensor;
      if (rank > 2) throw new Error(`Layer "${name}": only up to two dimensions are computed.`);
      if (Math.max(...dilations) > 1 && Math.max(...strides) > 1)
        throw new Error(`Layer "${name}": strides and dilation together are not computed.`);
      const flat = rank === 1;
      const images = (flat ? tf.expandDims(input, 1) : input) as tf.Tensor4D;
      const plainKernel = (flat ? tf.expandDims(kernel, 0) : kernel) as tf.Tensor4D;
      const [tall = 1, wide = 1] = flat ? [1, dilations[0]] : dilations;
      const filter = spread(plainKernel, tall, wide);
      const steps = (flat ? [1, strides[0] ?? 1] : strides) as [number, number];
      const rows = flat ? { out: 1, whole: 1, before: 0 } : geometry(config, 0, images.shape[1]);
      const columns = geometry(config, rank - 1, images.shape[2]);
      const filters = filter.shape[2];
      const whole = tf.conv2dTranspose(
        images,
        filter,
        [images.shape[0], rows.whole, columns.whole, filters],
        steps,
        "valid",
      );
      const cut = fit(fit(whole, 1, rows), 2, columns);
      return finish(flat ? tf.squeeze(cut, [1]) : cut, weights, config);
    },
    shape: ([shape = []], config) => [
      shape[0] ?? null,
      ...Array.from({ length: rank }, (_, axis) => {
        const length = shape[axis + 1] ?? null;
        return length === null ? null : geometry(config, axis, length).out;
      }),
      numberAt(config, "filters", 1),
    ],
  };
}

/** Cuts an axis to its size, or adds the zeros that are missing behind. */
function fit(
  x: tf.Tensor4D,
  axis: number,
  { out, before }: { readonly out: number; readonly before: number },
): tf.Tensor4D {
  const missing = before + out - (x.shape[axis] ?? 0);
  const pads = [0, 1, 2, 3].map((each): [number, number] => [
    0,
    each === axis ? Math.max(0, missing) : 0,
  ]);
  const padded = missing > 0 ? (tf.pad(x, pads) as tf.Tensor4D) : x;
  const begin = [0, 0, 0, 0];
  const size = [...padded.shape];
  begin[axis] = before;
  size[axis] = out;
  return tf.slice(
    padded,
    begin as [number, number, number, number],
    size as [number, number, number, number],
  );
}

export const conv1dTranspose = transposed(1);
export const conv2dTranspose = transposed(2);
