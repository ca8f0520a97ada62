/** What native TensorFlow's ops give, by shape and type, for the ops whose results tend to be large. Pure. */
import { DataType } from "./graph";
import type { OpAttribute } from "./native-backend";

/** A tensor as the binding tells it. */
export interface Told {
  readonly shape: readonly number[];
  readonly dtype: number;
  /** The values of a small tensor of whole numbers that the host wrote: a shape, say. */
  readonly values?: readonly number[];
}

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((size, each) => size * each, 1);

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

const broadcast: ShapeRule = ([a, b]) => {
  if (!a || !b) return undefined;
  const rank = Math.max(a.shape.length, b.shape.length);
  const at = (shape: Shape, axis: number): number => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [at(a.shape, axis), at(b.shape, axis)];
    return left === 1 ? right : left;
  });
};

/** A window's places along an axis. */
function places(size: number, window: number, stride: number, padding: unknown): number {
  return Math.ceil((padding === "SAME" ? size : size - window + 1) / stride);
}

/** `[batch, height, width, channels]` after windows; undefined for another layout, padding by hand or dilation. */
function windows(
  input: Told | undefined,
  { given, window, channels }: { given: Given; window: Shape; channels: number },
): Shape | undefined {
  const [batch, height, width] = input?.shape ?? [];
  const [, down, across] = (given["strides"] ?? []) as number[];
  const { data_format: layout, padding, dilations = [1] } = given;
  const plain =
    layout === "NHWC" &&
    (padding === "SAME" || padding === "VALID") &&
    (dilations as number[]).every((each) => each === 1);
  const [tall, wide] = window;
  if (!plain || batch === undefined || !height || !width || !down || !across || !tall || !wide) {
    return undefined;
  }
  return [
    batch,
    places(height, tall, down, padding),
    places(width, wide, across, padding),
    channels,
  ];
}

const pooled: ShapeRule = ([input], given) => {
  const [, tall = 0, wide = 0] = (given["ksize"] ?? []) as number[];
  return windows(input, { given, window: [tall, wide], channels: input?.shape[3] ?? 0 });
};

/** The shape of the result by op; undefined, or no rule, where the op has to be run to know. */
export const shapeRules: Readonly<Record<string, ShapeRule | undefined>> = {
  Conv2D: ([input, filter], given) => {
    const [tall = 0, wide = 0, , channels = 0] = filter?.shape ?? [];
    return windows(input, { given, window: [tall, wide], channels });
  },
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
