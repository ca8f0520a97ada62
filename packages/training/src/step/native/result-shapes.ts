/** What native TensorFlow's ops give, by shape and type, for the ops whose results tend to be large. Pure. */
import { backend_util, util } from "@tensorflow/tfjs";
import { DataType } from "./graph";
import type { OpAttribute } from "./native-backend";

/** A tensor as the binding tells it. */
export interface Told {
  readonly shape: readonly number[];
  readonly dtype: number;
  /** The values of a small tensor of whole numbers that the host wrote: a shape, say. */
  readonly values?: readonly number[];
}

export const sizeOf = (shape: readonly number[]): number => util.sizeFromShape([...shape]);

/** What an op of one result gives, or undefined where it has to be run to know. */
export function resultOf(
  op: string,
  attributes: readonly OpAttribute[],
  inputs: readonly (Told | undefined)[],
): Told | undefined {
  if (!inputs[0] || inputs.includes(undefined)) return undefined;
  const given = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
  const shape = shapeRules[op]?.(inputs, given);
  return shape && { shape, dtype: op === "Cast" ? (given["DstT"] as number) : typeOf(inputs) };
}

/** The type of a result: that of the inputs which are no shapes. */
function typeOf(inputs: readonly (Told | undefined)[]): number {
  const floats = inputs.some((input) => input?.dtype === DataType.float);
  return floats ? DataType.float : (inputs[0]?.dtype ?? DataType.float);
}

type Shape = readonly number[];
type Given = Readonly<Record<string, unknown>>;
type ShapeRule = (inputs: readonly (Told | undefined)[], given: Given) => Shape | undefined;

const asFirst: ShapeRule = ([first]) => first?.shape;

const broadcast: ShapeRule = ([a, b]) =>
  a && b && backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);

type Image = [number, number, number, number];

/** Where a window of a convolution or a pooling goes; undefined for another layout, or padding by hand. */
function windowing(
  given: Given,
): { readonly strides: [number, number]; readonly pad: "same" | "valid" } | undefined {
  const { data_format: layout, padding, strides } = given;
  if (layout !== "NHWC" || (padding !== "SAME" && padding !== "VALID")) return undefined;
  const [, down = 1, across = 1] = strides as number[];
  return { strides: [down, across], pad: padding === "SAME" ? "same" : "valid" };
}

const convolved: ShapeRule = ([input, filter], given) => {
  const how = windowing(given);
  const [, down = 1, across = 1] = given["dilations"] as number[];
  if (!how || !input || !filter) return undefined;
  const sizes = [[...input.shape] as Image, [...filter.shape] as Image] as const;
  return backend_util.computeConv2DInfo(...sizes, how.strides, [down, across], how.pad).outShape;
};

const pooled: ShapeRule = ([input], given) => {
  const how = windowing(given);
  const [, tall = 1, wide = 1] = given["ksize"] as number[];
  if (!how || !input) return undefined;
  const shape = [...input.shape] as Image;
  return backend_util.computePool2DInfo(shape, [tall, wide], how.strides, 1, how.pad).outShape;
};

/** The shape of the result by op; undefined, or no rule, where the op has to be run to know. */
export const shapeRules: Readonly<Record<string, ShapeRule | undefined>> = {
  Conv2D: convolved,
  Conv2DBackpropInput: ([sizes]) => sizes?.values,
  MaxPool: pooled,
  AvgPool: pooled,
  Reshape: ([input, sizes]) => {
    const shape = sizes?.values;
    return shape && sizeOf(shape) === sizeOf(input?.shape ?? []) ? shape : undefined;
  },
  ...Object.fromEntries(
    ["Add", "AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum", "SquaredDifference"].map(
      (name) => [name, broadcast],
    ),
  ),
  ...Object.fromEntries(
    "BiasAdd Cast Elu Exp Identity Log Neg Relu Relu6 Rsqrt Selu Sigmoid Softplus Sqrt Square Tanh ReluGrad Relu6Grad EluGrad SeluGrad _MklNativeMaxPoolGrad"
      .split(" ")
      .map((name) => [name, asFirst]),
  ),
};
