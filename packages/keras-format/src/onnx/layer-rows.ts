/** Keras's layers of ONNX's operators: one row for each. Images keep Keras's order, `[batch, height, width, channels]`. */
import { activationName } from "../config/activations";
import { isList, numberAt, numbersAt, textAt } from "../config/json";
import type { JsonObject, KerasArray } from "../types";
import { onnxActivations } from "./activations";
import type { GraphBuilder } from "./graph-builder";

/** One layer's call. */
export interface OnnxCall {
  readonly graph: GraphBuilder;
  readonly inputs: readonly string[];
  readonly config: JsonObject;
  readonly weights: readonly KerasArray[];
}

/** The name of the layer's output, or why ONNX has none. */
export type OnnxRow = (call: OnnxCall) => string | { readonly reason: string };

const floatsOf = ({ data }: KerasArray): Float32Array =>
  Float32Array.from(data as Float32Array, Number);
const first = ({ inputs }: OnnxCall): string => inputs[0] ?? "";

/** Turns a kernel `[height, width, in, out]` to ONNX's order, given as places of the old axes. */
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

/** Adds the bias, if there is one, and applies the activation. */
function finish(call: OnnxCall, value: string, bias: KerasArray | undefined): ReturnType<OnnxRow> {
  const { graph, config } = call;
  const sum = bias ? graph.add("Add", [value, graph.floats(floatsOf(bias), bias.shape)]) : value;
  const name = activationName(config["activation"]);
  const formula = name === null ? undefined : onnxActivations[name];
  return (
    formula?.(graph, sum) ?? { reason: `has activation ${JSON.stringify(config["activation"])}` }
  );
}

const window = (config: JsonObject, size: string): Record<string, string | number[]> => ({
  kernel_shape: numbersAt(config, size, 2, 1),
  strides:
    isList(config["strides"]) || typeof config["strides"] === "number"
      ? numbersAt(config, "strides", 2, 1)
      : numbersAt(config, size, 2, 1),
  auto_pad: textAt(config, "padding") === "same" ? "SAME_UPPER" : "VALID",
});

const dilations = (config: JsonObject): { dilations: number[] } => ({
  dilations: numbersAt(config, "dilation_rate", 2, 1),
});

function convolve(
  call: OnnxCall,
  kernel: KerasArray,
  order: readonly number[],
  group: number,
  attributes = window(call.config, "kernel_size"),
): string {
  const { shape, data } = permuted(kernel, order);
  const { graph, config } = call;
  const weight = graph.floats(
    data,
    group > 1 && order.length === 4 && order[0] === 2
      ? [(shape[0] ?? 1) * (shape[1] ?? 1), 1, shape[2] ?? 1, shape[3] ?? 1]
      : shape,
  );
  return graph.channelsSecond(first(call), (x) =>
    graph.add("Conv", [x, weight], { ...attributes, ...dilations(config), group }),
  );
}

const conv2d: OnnxRow = (call) => {
  const [kernel, bias] = call.weights;
  if (!kernel) return { reason: "has no kernel" };
  return finish(
    call,
    convolve(call, kernel, [3, 2, 0, 1], numberAt(call.config, "groups", 1)),
    bias,
  );
};

/** A depthwise kernel is `[height, width, channels, multiplier]`; each channel is a group. */
const depthwise: OnnxRow = (call) => {
  const [kernel, bias] = call.weights;
  if (!kernel) return { reason: "has no kernel" };
  return finish(call, convolve(call, kernel, [2, 3, 0, 1], kernel.shape[2] ?? 1), bias);
};

const separable: OnnxRow = (call) => {
  const [depth, point, bias] = call.weights;
  if (!depth || !point) return { reason: "has no kernels" };
  const apart = convolve(call, depth, [2, 3, 0, 1], depth.shape[2] ?? 1);
  const plain = { kernel_shape: [1, 1], strides: [1, 1], auto_pad: "VALID" };
  const mixed = { ...call, inputs: [apart], config: { ...call.config, dilation_rate: [1, 1] } };
  return finish(call, convolve(mixed, point, [3, 2, 0, 1], 1, plain), bias);
};

const transposed: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const [kernel, bias] = weights;
  if (!kernel) return { reason: "has no kernel" };
  if (config["output_padding"] !== null && config["output_padding"] !== undefined)
    return { reason: "has an output_padding" };
  const { shape, data } = permuted(kernel, [3, 2, 0, 1]);
  const sizes = numbersAt(config, "kernel_size", 2, 1);
  const strides = numbersAt(config, "strides", 2, 1);
  const rates = numbersAt(config, "dilation_rate", 2, 1);
  const over = sizes.map((size, i) => (size - 1) * (rates[i] ?? 1) + 1 - (strides[i] ?? 1));
  const total = over.map((each) => (textAt(config, "padding") === "same" ? Math.max(each, 0) : 0));
  const before = total.map((each) => Math.floor(each / 2));
  const attributes = {
    kernel_shape: sizes,
    strides,
    dilations: rates,
    pads: [...before, ...total.map((each, i) => each - (before[i] ?? 0))],
    output_padding: over.map((each) => Math.max(-each, 0)),
  };
  const weight = graph.floats(data, shape);
  return finish(
    call,
    graph.channelsSecond(first(call), (x) => graph.add("ConvTranspose", [x, weight], attributes)),
    bias,
  );
};

const dense: OnnxRow = (call) => {
  const [kernel, bias] = call.weights;
  if (!kernel) return { reason: "has no kernel" };
  const weight = call.graph.floats(floatsOf(kernel), kernel.shape);
  return finish(call, call.graph.add("MatMul", [first(call), weight]), bias);
};

const pooling =
  (type: string): OnnxRow =>
  (call) => {
    const { graph, config } = call;
    const more: Record<string, number> = type === "AveragePool" ? { count_include_pad: 0 } : {};
    return graph.channelsSecond(first(call), (x) =>
      graph.add(type, [x], { ...window(config, "pool_size"), ...more }),
    );
  };

const globalPooling =
  (type: string): OnnxRow =>
  (call) =>
    call.graph.add(type, [first(call)], {
      axes: [1, 2],
      keepdims: call.config["keepdims"] === true ? 1 : 0,
    });

/** A factor and a shift for each channel, computed once. */
const batchNormalization: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const axis = isList(config["axis"]) ? config["axis"][0] : config["axis"];
  if (axis !== -1 && axis !== 3 && axis !== undefined)
    return { reason: `normalizes axis ${JSON.stringify(axis)}` };
  const rest = [...weights];
  const gamma = config["scale"] === false ? undefined : rest.shift();
  const beta = config["center"] === false ? undefined : rest.shift();
  const [mean, variance] = rest;
  if (!mean || !variance) return { reason: "has no averages" };
  const epsilon = numberAt(config, "epsilon", 1e-3);
  const scale = floatsOf(variance).map(
    (each, i) => Number(gamma?.data[i] ?? 1) / Math.sqrt(each + epsilon),
  );
  const shift = scale.map((each, i) => Number(beta?.data[i] ?? 0) - Number(mean.data[i]) * each);
  const scaled = graph.add("Mul", [first(call), graph.floats(scale, mean.shape)]);
  return graph.add("Add", [scaled, graph.floats(shift, mean.shape)]);
};

const layerNormalization: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const axes = isList(config["axis"]) ? config["axis"] : [config["axis"] ?? -1];
  const rest = [...weights];
  const gamma = config["scale"] === false ? undefined : rest.shift();
  const beta = config["center"] === false ? undefined : rest.shift();
  const shape = (gamma ?? beta)?.shape;
  if (axes.length !== 1 || shape?.length !== 1)
    return { reason: "normalizes several axes, or has neither scale nor center" };
  const ones = new Float32Array(shape[0] ?? 1).fill(1);
  const inputs = [first(call), graph.floats(gamma ? floatsOf(gamma) : ones, shape)];
  if (beta) inputs.push(graph.floats(floatsOf(beta), shape));
  return graph.add("LayerNormalization", inputs, {
    axis: -1,
    epsilon: { float: numberAt(config, "epsilon", 1e-3) },
  });
};

const numbers = (value: unknown, otherwise: number): number[] =>
  Array.isArray(value) ? value.map(Number) : [typeof value === "number" ? value : otherwise];
const constant = (graph: GraphBuilder, values: readonly number[]): string =>
  graph.floats(Float32Array.from(values), values.length === 1 ? [] : [values.length]);

const rescaling: OnnxRow = (call) => {
  const { graph, config } = call;
  const scaled = graph.add("Mul", [first(call), constant(graph, numbers(config["scale"], 1))]);
  return graph.add("Add", [scaled, constant(graph, numbers(config["offset"], 0))]);
};

const normalization: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  if (config["invert"] === true) return { reason: "is inverted" };
  const [mean, variance] = [0, 1].map((i) =>
    weights[i]
      ? [...floatsOf(weights[i])]
      : numbers([config["mean"], config["variance"]][i], i).flat(),
  );
  if (!mean || !variance) return { reason: "has no averages" };
  const centered = graph.add("Sub", [first(call), constant(graph, mean)]);
  return graph.add("Div", [
    centered,
    constant(
      graph,
      variance.map((each) => Math.max(Math.sqrt(each), 1e-7)),
    ),
  ]);
};

const pad = ({ graph, config, inputs }: OnnxCall): string => {
  const pads = config["padding"] as [[number, number], [number, number]];
  const [[top, bottom], [left, right]] = pads;
  return graph.add("Pad", [inputs[0] ?? "", graph.wholes([0, top, left, 0, 0, bottom, right, 0])]);
};

const crop = ({ graph, config, inputs }: OnnxCall): string => {
  const [[top, bottom], [left, right]] = config["cropping"] as [[number, number], [number, number]];
  const far = 2 ** 31 - 1;
  const ends = [bottom === 0 ? far : -bottom, right === 0 ? far : -right];
  return graph.add("Slice", [
    inputs[0] ?? "",
    graph.wholes([top, left]),
    graph.wholes(ends),
    graph.wholes([1, 2]),
  ]);
};

const enlarge: OnnxRow = (call) => {
  const { graph, config } = call;
  const scales = graph.floats(Float32Array.of(1, 1, ...numbersAt(config, "size", 2, 2)), [4]);
  const nearest = (textAt(config, "interpolation") ?? "nearest") === "nearest";
  const attributes: Record<string, string> = nearest
    ? { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" }
    : { mode: "linear", coordinate_transformation_mode: "half_pixel" };
  return graph.channelsSecond(first(call), (x) => graph.add("Resize", [x, "", scales], attributes));
};

const same: OnnxRow = (call) => first(call);

const merging =
  (type: string): OnnxRow =>
  ({ graph, inputs }) =>
    inputs.slice(1).reduce((sum, each) => graph.add(type, [sum, each]), inputs[0] ?? "");

const relu: OnnxRow = (call) => {
  const { graph, config } = call;
  if (numberAt(config, "negative_slope", 0) !== 0 || numberAt(config, "threshold", 0) !== 0)
    return { reason: "has a slope or a threshold" };
  const most = config["max_value"];
  if (typeof most === "number")
    return graph.add("Clip", [first(call), graph.scalar(0), graph.scalar(most)]);
  return graph.add("Relu", [first(call)]);
};

const direct =
  (
    type: string,
    attributes: (config: JsonObject) => Parameters<GraphBuilder["add"]>[2] = () => ({}),
  ): OnnxRow =>
  (call) =>
    call.graph.add(type, [first(call)], attributes(call.config));

const drawing =
  "AlphaDropout Dropout GaussianDropout GaussianNoise Identity SpatialDropout1D SpatialDropout2D SpatialDropout3D StochasticDepth ActivityRegularization RandomFlip RandomRotation RandomZoom RandomTranslation RandomShear RandomPerspective RandomBrightness RandomContrast RandomSaturation RandomHue RandomColorJitter RandomColorDegeneration RandomGrayscale RandomSharpness RandomGaussianBlur RandomErasing RandomInvert RandomPosterization MixUp CutMix RandAugment AugMix";

/** By Keras's class name. Layers that act in training alone leave no operator. */
export const onnxRows: Readonly<Record<string, OnnxRow>> = {
  ...Object.fromEntries(drawing.split(" ").map((name) => [name, same])),
  Activation: (call) => finish(call, first(call), undefined),
  Add: merging("Add"),
  Average: ({ graph, inputs }) => graph.add("Mean", inputs),
  AveragePooling2D: pooling("AveragePool"),
  BatchNormalization: batchNormalization,
  Concatenate: ({ graph, inputs, config }) =>
    graph.add("Concat", inputs, { axis: numberAt(config, "axis", -1) }),
  Conv2D: conv2d,
  Conv2DTranspose: transposed,
  Cropping2D: crop,
  Dense: dense,
  DepthwiseConv2D: depthwise,
  ELU: direct("Elu", (config) => ({ alpha: { float: numberAt(config, "alpha", 1) } })),
  Flatten: direct("Flatten", () => ({ axis: 1 })),
  GlobalAveragePooling2D: globalPooling("ReduceMean"),
  GlobalMaxPooling2D: globalPooling("ReduceMax"),
  LayerNormalization: layerNormalization,
  LayerScale: (call) => {
    const [gamma] = call.weights;
    return gamma
      ? call.graph.add("Mul", [first(call), call.graph.floats(floatsOf(gamma), gamma.shape)])
      : { reason: "has no factors" };
  },
  LeakyReLU: direct("LeakyRelu", (config) => ({
    alpha: { float: numberAt(config, "negative_slope", 0.3) },
  })),
  Maximum: merging("Max"),
  MaxPooling2D: pooling("MaxPool"),
  Minimum: merging("Min"),
  Multiply: merging("Mul"),
  Normalization: normalization,
  PReLU: (call) => {
    const [alpha] = call.weights;
    return alpha
      ? call.graph.add("PRelu", [first(call), call.graph.floats(floatsOf(alpha), alpha.shape)])
      : { reason: "has no slopes" };
  },
  Permute: direct("Transpose", (config) => ({ perm: [0, ...(config["dims"] as number[])] })),
  ReLU: relu,
  Rescaling: rescaling,
  Reshape: ({ graph, inputs, config }) =>
    graph.add("Reshape", [
      inputs[0] ?? "",
      graph.wholes([0, ...(config["target_shape"] as number[])]),
    ]),
  SeparableConv2D: separable,
  Softmax: direct("Softmax", (config) => ({ axis: numberAt(config, "axis", -1) })),
  Subtract: merging("Sub"),
  UpSampling2D: enlarge,
  ZeroPadding2D: pad,
};

/** Keras's operations that are one of ONNX's. */
export const onnxOperations: Readonly<Record<string, string>> = {
  Absolute: "Abs",
  Add: "Add",
  Divide: "Div",
  Exp: "Exp",
  Log: "Log",
  Matmul: "MatMul",
  Maximum: "Max",
  Minimum: "Min",
  Multiply: "Mul",
  Negative: "Neg",
  Power: "Pow",
  Relu: "Relu",
  Sigmoid: "Sigmoid",
  Sqrt: "Sqrt",
  Subtract: "Sub",
  Tanh: "Tanh",
  TrueDivide: "Div",
};
