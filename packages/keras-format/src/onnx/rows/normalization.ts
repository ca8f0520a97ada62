/** Layers that normalize, over any axes. Formulas: those of `layers/formulas/normalization.ts`. */
import { numberAt } from "../../config/json";
import { axesOf } from "../../layers/formulas/normalization";
import type { KerasArray } from "../../types";
import { first, floatsOf, type OnnxCall, type OnnxRow, rankOf } from "../row";

/** Values `[...sizes at the axes]` as a constant that broadcasts over the rest. */
function along(call: OnnxCall, values: ArrayLike<number>, axes: readonly number[]): string {
  const shape = (call.shapes[0] ?? []).map((length, axis) =>
    axes.includes(axis) ? (length ?? 1) : 1,
  );
  const scalar = values.length === 1;
  return call.graph.floats(Float32Array.from(values), scalar ? [] : shape);
}

const axesIn = (call: OnnxCall): number[] => axesOf(call.config["axis"], rankOf(call));

/** `gamma` and `beta`, where the layer has them, and what comes after. */
function affineParts({ config, weights }: OnnxCall): {
  gamma: KerasArray | undefined;
  beta: KerasArray | undefined;
  rest: readonly KerasArray[];
} {
  const rest = [...weights];
  const gamma = config["scale"] === false ? undefined : rest.shift();
  const beta = config["center"] === false ? undefined : rest.shift();
  return { gamma, beta, rest };
}

function affine(call: OnnxCall, value: string, axes: readonly number[]): string {
  const { gamma, beta } = affineParts(call);
  const { graph } = call;
  const scaled = gamma ? graph.add("Mul", [value, along(call, floatsOf(gamma), axes)]) : value;
  return beta ? graph.add("Add", [scaled, along(call, floatsOf(beta), axes)]) : scaled;
}

/** A factor and a shift for each channel, computed once. */
const batchNormalization: OnnxRow = (call) => {
  const { graph, config } = call;
  const { gamma, beta, rest } = affineParts(call);
  const [mean, variance] = rest;
  if (!mean || !variance) return { reason: "has no averages" };
  const epsilon = numberAt(config, "epsilon", 1e-3);
  const scale = floatsOf(variance).map(
    (each, i) => Number(gamma?.data[i] ?? 1) / Math.sqrt(each + epsilon),
  );
  const shift = scale.map((each, i) => Number(beta?.data[i] ?? 0) - Number(mean.data[i]) * each);
  const axes = axesIn(call);
  const scaled = graph.add("Mul", [first(call), along(call, scale, axes)]);
  return graph.add("Add", [scaled, along(call, shift, axes)]);
};

/** `(x - mean) / sqrt(variance + epsilon)` over axes. */
function standardized(call: OnnxCall, x: string, axes: readonly number[]): string {
  const { graph, config } = call;
  const over = { axes: [...axes], keepdims: 1 };
  const centered = graph.add("Sub", [x, graph.add("ReduceMean", [x], over)]);
  const variance = graph.add("ReduceMean", [graph.add("Mul", [centered, centered])], over);
  const epsilon = graph.scalar(numberAt(config, "epsilon", 1e-3));
  return graph.add("Div", [centered, graph.add("Sqrt", [graph.add("Add", [variance, epsilon])])]);
}

const layerNormalization: OnnxRow = (call) => {
  const { graph, config } = call;
  const axes = axesIn(call);
  const { gamma, beta } = affineParts(call);
  const isLast = axes.length === 1 && axes[0] === rankOf(call) - 1;
  if (!isLast || !gamma) return affine(call, standardized(call, first(call), axes), axes);
  const inputs = [first(call), graph.floats(floatsOf(gamma), gamma.shape)];
  if (beta) inputs.push(graph.floats(floatsOf(beta), beta.shape));
  return graph.add("LayerNormalization", inputs, {
    axis: -1,
    epsilon: { float: numberAt(config, "epsilon", 1e-3) },
  });
};

const groupNormalization: OnnxRow = (call) => {
  const { graph, config } = call;
  const shape = call.shapes[0] ?? [];
  const axes = axesIn(call);
  const [axis = shape.length - 1] = axes;
  const channels = shape[axis];
  if (shape.slice(1).includes(null) || typeof channels !== "number")
    return { reason: "normalizes groups of a shape that is not known" };
  const given = numberAt(config, "groups", 32);
  const groups = given === -1 ? channels : given;
  const lengths = shape.slice(1).map((length) => length ?? 1);
  const split = [...lengths.slice(0, axis - 1), groups, channels / groups, ...lengths.slice(axis)];
  const apart = graph.add("Reshape", [first(call), graph.wholes([0, ...split])]);
  const over = split.map((_, i) => i + 1).filter((i) => i !== axis);
  const normal = standardized(call, apart, over);
  const whole = graph.add("Reshape", [normal, graph.wholes([0, ...lengths])]);
  return affine(call, whole, axes);
};

const unitNormalization: OnnxRow = (call) => {
  const { graph } = call;
  const x = first(call);
  const sum = graph.add("ReduceSum", [graph.add("Mul", [x, x]), graph.wholes(axesIn(call))], {
    keepdims: 1,
  });
  const length = graph.add("Sqrt", [graph.add("Max", [sum, graph.scalar(1e-12)])]);
  return graph.add("Div", [x, length]);
};

const rmsNormalization: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const [scale] = weights;
  if (!scale) return { reason: "has no scale" };
  const x = first(call);
  const axes = axesIn(call);
  const mean = graph.add("ReduceMean", [graph.add("Mul", [x, x])], { axes, keepdims: 1 });
  const epsilon = graph.scalar(numberAt(config, "epsilon", 1e-6));
  const root = graph.add("Sqrt", [graph.add("Add", [mean, epsilon])]);
  return graph.add("Mul", [graph.add("Div", [x, root]), along(call, floatsOf(scale), axes)]);
};

const normalization: OnnxRow = (call) => {
  const { graph, config, weights } = call;
  const axes = axesIn(call);
  const [mean, variance] = (["mean", "variance"] as const).map((key, i) => {
    const weight = weights[i];
    return weight ? [...floatsOf(weight)] : [config[key]].flat(3).map(Number);
  });
  if (!mean || !variance || [...mean, ...variance].some(Number.isNaN))
    return { reason: "has no averages" };
  const deviation = variance.map((each) => Math.max(Math.sqrt(each), 1e-7));
  const [by, from] = [along(call, deviation, axes), along(call, mean, axes)];
  if (config["invert"] === true)
    return graph.add("Add", [graph.add("Mul", [first(call), by]), from]);
  return graph.add("Div", [graph.add("Sub", [first(call), from]), by]);
};

export const normalizationRows: Readonly<Record<string, OnnxRow>> = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  LayerNormalization: layerNormalization,
  Normalization: normalization,
  RMSNormalization: rmsNormalization,
  UnitNormalization: unitNormalization,
};
