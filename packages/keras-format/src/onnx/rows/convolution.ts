/** Convolutions of one to three dimensions. ONNX has channels second, in the data and in the kernel. */
import { numberAt, numbersAt, textAt } from "../../config/json";
import type { JsonObject, KerasArray } from "../../types";
import { finish, first, type OnnxCall, type OnnxRow, window } from "../row";

/** Turns an array to another order of its axes, given as places of the old ones. */
function permuted(
  { shape, data }: KerasArray,
  order: readonly number[],
): { shape: number[]; data: Float32Array } {
  const to = order.map((axis) => shape[axis] ?? 1);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const out = new Float32Array(data.length);
  const at = new Array<number>(order.length).fill(0);
  for (let i = 0; i < out.length; i++) {
    let from = 0;
    order.forEach((axis, j) => {
      from += (at[j] ?? 0) * (strides[axis] ?? 1);
    });
    out[i] = Number(data[from]);
    for (let j = at.length - 1; j >= 0; j--) {
      at[j] = (at[j] ?? 0) + 1;
      if ((at[j] ?? 0) < (to[j] ?? 1)) break;
      at[j] = 0;
    }
  }
  return { shape: to, data: out };
}

const axes = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const spatial = ({ shape }: KerasArray): number => shape.length - 2;

/**
 * Sizes, steps and padding. A causal convolution looks at what came before alone. With a dilation, where every step is 1, the
 * padding is counted here: onnxruntime counts none for it.
 */
function attributesOf(config: JsonObject, n: number): Record<string, string | number[]> {
  const dilations = numbersAt(config, "dilation_rate", n, 1);
  const { auto_pad, ...rest } = window(config, "kernel_size", n);
  const padding = textAt(config, "padding");
  const beyond = numbersAt(config, "kernel_size", n, 1).map(
    (size, i) => (size - 1) * (dilations[i] ?? 1),
  );
  const isDilated = dilations.some((each) => each > 1);
  if (padding === "causal")
    return { ...rest, dilations, pads: [...beyond, ...beyond.map(() => 0)] };
  if (padding !== "same" || !isDilated)
    return { ...rest, dilations, auto_pad: auto_pad ?? "VALID" };
  const before = beyond.map((each) => Math.floor(each / 2));
  return {
    ...{ ...rest, dilations },
    pads: [...before, ...beyond.map((each, i) => each - (before[i] ?? 0))],
  };
}

/** A kernel `[...sizes, in, out]` over groups of channels. */
function convolve(
  call: OnnxCall,
  kernel: KerasArray,
  group: number,
  attributes = attributesOf(call.config, spatial(kernel)),
): string {
  const n = spatial(kernel);
  const { shape, data } = permuted(kernel, [n + 1, n, ...axes(n)]);
  return convolveBy(call, call.graph.floats(data, shape), n, { ...attributes, group });
}

const convolveBy = (
  call: OnnxCall,
  weight: string,
  n: number,
  attributes: Parameters<OnnxCall["graph"]["add"]>[2],
): string =>
  call.graph.channelsSecond(first(call), n, (x) => call.graph.add("Conv", [x, weight], attributes));

/** A kernel `[...sizes, channels, multiplier]`; each channel is a group. */
function convolveEach(call: OnnxCall, kernel: KerasArray): string {
  const n = spatial(kernel);
  const { shape, data } = permuted(kernel, [n, n + 1, ...axes(n)]);
  const [group = 1, multiplier = 1, ...sizes] = shape;
  const weight = call.graph.floats(data, [group * multiplier, 1, ...sizes]);
  return convolveBy(call, weight, n, { ...attributesOf(call.config, n), group });
}

const convolution: OnnxRow = (call) => {
  const [kernel, bias] = call.weights;
  if (!kernel) return { reason: "has no kernel" };
  return finish(call, convolve(call, kernel, numberAt(call.config, "groups", 1)), bias);
};

const depthwise: OnnxRow = (call) => {
  const [kernel, bias] = call.weights;
  if (!kernel) return { reason: "has no kernel" };
  return finish(call, convolveEach(call, kernel), bias);
};

const separable: OnnxRow = (call) => {
  const [depth, point, bias] = call.weights;
  if (!depth || !point) return { reason: "has no kernels" };
  const ones = axes(spatial(point)).map(() => 1);
  const plain = { kernel_shape: ones, strides: ones, auto_pad: "VALID" };
  const mixed = { ...call, inputs: [convolveEach(call, depth)] };
  return finish(call, convolve(mixed, point, 1, plain), bias);
};

/**
 * The gradient of a convolution with its padding, as TensorFlow computes it: what a result is smaller than `(length - 1) * stride +
 * size` is cut off in halves where the padding is "same", and what it is larger is zeros at the end.
 */
const transposed: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const [kernel, bias] = weights;
  if (!kernel) return { reason: "has no kernel" };
  const n = spatial(kernel);
  const { shape, data } = permuted(kernel, [n + 1, n, ...axes(n)]);
  const strides = numbersAt(config, "strides", n, 1);
  const dilations = numbersAt(config, "dilation_rate", n, 1);
  const sizes = numbersAt(config, "kernel_size", n, 1);
  const reach = sizes.map((size, i) => (size - 1) * (dilations[i] ?? 1) + 1);
  const same = textAt(config, "padding") === "same";
  const more = config["output_padding"];
  const over = reach.map((size, i) => {
    if (more === null || more === undefined) {
      const beyond = size - (strides[i] ?? 1);
      return same ? beyond : Math.min(beyond, 0);
    }
    const added = numbersAt(config, "output_padding", n, 0)[i] ?? 0;
    return (same ? 2 * Math.floor(size / 2) : 0) - added;
  });
  const total = over.map((each) => Math.max(each, 0));
  const before = total.map((each) => (same ? Math.floor(each / 2) : 0));
  const attributes = {
    kernel_shape: sizes,
    strides,
    dilations,
    pads: [...before, ...total.map((each, i) => each - (before[i] ?? 0))],
    output_padding: over.map((each) => Math.max(-each, 0)),
  };
  const weight = graph.floats(data, shape);
  return finish(
    call,
    graph.channelsSecond(first(call), n, (x) =>
      graph.add("ConvTranspose", [x, weight], attributes),
    ),
    bias,
  );
};

export const convolutionRows: Readonly<Record<string, OnnxRow>> = {
  Conv1D: convolution,
  Conv1DTranspose: transposed,
  Conv2D: convolution,
  Conv2DTranspose: transposed,
  Conv3D: convolution,
  Conv3DTranspose: transposed,
  DepthwiseConv1D: depthwise,
  DepthwiseConv2D: depthwise,
  SeparableConv1D: separable,
  SeparableConv2D: separable,
};
