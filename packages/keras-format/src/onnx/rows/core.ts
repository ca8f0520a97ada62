/** Dense layers, activations, shapes, layers that act in training alone. */
import { numberAt, textAt } from "../../config/json";
import { axesOf } from "../../layers/formulas/normalization";
import { drawingNames } from "../../layers/rows/image";
import type { JsonObject } from "../../types";
import { above } from "../activations";
import type { GraphBuilder } from "../graph-builder";
import { constant, finish, first, numbers, type OnnxRow, rankOf } from "../row";

const dropping =
  "AlphaDropout Dropout GaussianDropout GaussianNoise Identity SpatialDropout1D SpatialDropout2D SpatialDropout3D " +
  "StochasticDepth ActivityRegularization";

/** Layers that act in training alone. */
const atRest = [...dropping.split(" "), ...drawingNames];

const direct =
  (
    type: string,
    attributes: (config: JsonObject) => Parameters<GraphBuilder["add"]>[2] = () => ({}),
  ): OnnxRow =>
  (call) =>
    call.graph.add(type, [first(call)], attributes(call.config));

const dense: OnnxRow = (call) => {
  const [kernel, bias] = call.weights;
  if (!kernel) return { reason: "has no kernel" };
  return finish(call, call.graph.add("MatMul", [first(call), constant(call.graph, kernel)]), bias);
};

const einsumDense: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const [kernel, bias] = weights;
  if (!kernel) return { reason: "has no kernel" };
  const equation = textAt(config, "equation") ?? "";
  return finish(
    call,
    graph.add("Einsum", [first(call), constant(graph, kernel)], { equation }),
    bias,
  );
};

/** Its input may be a number of any kind, as Keras's is. */
const embedding: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const [rows] = weights;
  if (!rows) return { reason: "has no embeddings" };
  if (config["mask_zero"] === true) return { reason: "makes a mask of what is zero" };
  const int64 = 7;
  const places = graph.add("Cast", [first(call)], { to: int64 });
  return graph.add("Gather", [constant(graph, rows), places], { axis: 0 });
};

/** From the threshold on, at most `max_value`; `negative_slope (x - threshold)` below it. */
const relu: OnnxRow = (call) => {
  const { graph, config } = call;
  const x = first(call);
  const threshold = numberAt(config, "threshold", 0);
  const slope = numberAt(config, "negative_slope", 0);
  const kept =
    threshold === 0 ? graph.add("Relu", [x]) : graph.add("Mul", [x, above(graph, x, threshold)]);
  const most = config["max_value"];
  const capped = typeof most === "number" ? graph.add("Min", [kept, graph.scalar(most)]) : kept;
  if (slope === 0) return capped;
  const below = graph.add("Relu", [graph.add("Sub", [graph.scalar(threshold), x])]);
  return graph.add("Sub", [capped, graph.add("Mul", [below, graph.scalar(slope)])]);
};

const softmax: OnnxRow = (call) => {
  const { graph, config } = call;
  const axes = axesOf(config["axis"], rankOf(call));
  const [axis] = axes;
  if (axes.length === 1 && axis !== undefined) return graph.add("Softmax", [first(call)], { axis });
  const x = first(call);
  const largest = graph.add("ReduceMax", [x], { axes, keepdims: 1 });
  const powers = graph.add("Exp", [graph.add("Sub", [x, largest])]);
  const sum = graph.add("ReduceSum", [powers, graph.wholes(axes)], { keepdims: 1 });
  return graph.add("Div", [powers, sum]);
};

const rescaling: OnnxRow = (call) => {
  const { graph, config } = call;
  const scaled = graph.add("Mul", [first(call), numbers(graph, config["scale"], 1)]);
  return graph.add("Add", [scaled, numbers(graph, config["offset"], 0)]);
};

export const coreRows: Readonly<Record<string, OnnxRow>> = {
  ...Object.fromEntries(atRest.map((name) => [name, first])),
  Activation: (call) => finish(call, first(call), undefined),
  Dense: dense,
  ELU: direct("Elu", (config) => ({ alpha: { float: numberAt(config, "alpha", 1) } })),
  EinsumDense: einsumDense,
  Embedding: embedding,
  Flatten: direct("Flatten", () => ({ axis: 1 })),
  LayerScale: (call) => {
    const [gamma] = call.weights;
    return gamma
      ? call.graph.add("Mul", [first(call), constant(call.graph, gamma)])
      : { reason: "has no factors" };
  },
  LeakyReLU: direct("LeakyRelu", (config) => ({
    alpha: { float: numberAt(config, "negative_slope", 0.3) },
  })),
  PReLU: (call) => {
    const [alpha] = call.weights;
    return alpha
      ? call.graph.add("PRelu", [first(call), constant(call.graph, alpha)])
      : { reason: "has no slopes" };
  },
  Permute: direct("Transpose", (config) => ({ perm: [0, ...(config["dims"] as number[])] })),
  ReLU: relu,
  RepeatVector: ({ graph, inputs, config }) => {
    const one = graph.add("Unsqueeze", [inputs[0] ?? "", graph.wholes([1])]);
    return graph.add("Expand", [one, graph.wholes([1, numberAt(config, "n", 1), 1])]);
  },
  Rescaling: rescaling,
  Reshape: ({ graph, inputs, config }) =>
    graph.add("Reshape", [
      inputs[0] ?? "",
      graph.wholes([0, ...(config["target_shape"] as number[])]),
    ]),
  Softmax: softmax,
};
