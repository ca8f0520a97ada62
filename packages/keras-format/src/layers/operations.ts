/**
 * Keras 3's operations as nodes of a functional model: `x + 1`, `keras.ops.mean(x, axis=1)`. One row for each; arguments come by
 * place or by name. Source: keras/src/ops/numpy.py, nn.py, math.py.
 */
import * as tf from "@tensorflow/tfjs";
import { activationFormula } from "../config/activations";
import { isList, isObject } from "../config/json";
import { LIMITS } from "../limits";
import type { JsonObject, JsonValue } from "../types";
import { largest, smallest } from "./formulas/largest";
import { resize } from "./formulas/resize";

/** An argument: a tensor, a list of such, or a constant of the file. */
export type Argument = tf.Tensor | JsonValue | readonly Argument[];

/** The arguments of one call: by Keras's names, those that were given by place among them. */
export type Arguments = Readonly<Record<string, Argument | undefined>>;

/** One operation: the names of its arguments by place, and its formula. */
export interface Operation {
  readonly names: readonly string[];
  readonly compute: (args: Arguments) => tf.Tensor;
}

const tensor = (value: Argument | undefined): tf.Tensor => {
  if (value instanceof tf.Tensor) return value;
  if (typeof value === "number") return tf.scalar(value);
  if (typeof value === "boolean") return tf.scalar(value, "bool");
  if (isList(value as JsonValue)) {
    const list = value as readonly Argument[];
    if (list.some((each) => each instanceof tf.Tensor)) return tf.stack(list.map(tensor));
    return tf.tensor(list as number[], undefined, "float32");
  }
  throw new Error("not reached: the table is given tensors and numbers");
};

const floating = (x: tf.Tensor): tf.Tensor => (x.dtype === "float32" ? x : tf.cast(x, "float32"));
const axesOf = (value: Argument | undefined): number | number[] | undefined =>
  value === null || value === undefined ? undefined : (value as number | number[]);

const unary = (compute: (x: tf.Tensor) => tf.Tensor): Operation => ({
  names: ["x"],
  compute: ({ x }) => compute(floating(tensor(x))),
});

const binary = (compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation => ({
  names: ["x1", "x2"],
  compute: ({ x1, x2 }) => compute(floating(tensor(x1)), floating(tensor(x2))),
});

const reduction = (compute: typeof tf.mean): Operation => ({
  names: ["x", "axis", "keepdims"],
  compute: ({ x, axis, keepdims }) => compute(tensor(x), axesOf(axis), keepdims === true),
});

const activation = (name: string): Operation => unary((x) => activationFormula(name)(x));

/** Whole numbers, but for those that Python writes as floats. */
const shapeOf = (value: Argument | undefined): number[] =>
  (isList(value as JsonValue) ? (value as number[]) : [value as number]).map(Number);

/** `x[1:, ::2]`: entries are numbers and `__slice__` objects; `newaxis` and `...` stand for themselves. */
function getItem(x: tf.Tensor, key: Argument | undefined): tf.Tensor {
  const entries = (isList(key as JsonValue) ? key : [key]) as readonly JsonValue[];
  const isEllipsis = (each: JsonValue): boolean =>
    isObject(each) && each["class_name"] === "__ellipsis__";
  const named = entries.filter((each) => each !== null && !isEllipsis(each)).length;
  const full = entries.flatMap((each): readonly JsonValue[] =>
    isEllipsis(each)
      ? new Array<JsonValue>(x.rank - named).fill({ class_name: "__slice__", config: {} })
      : [each],
  );
  const steps: ("keep" | "drop" | "new")[] = [];
  let axis = 0;
  let result = x;
  for (const entry of full) {
    if (entry === null) {
      steps.push("new");
      continue;
    }
    if (typeof entry === "number") {
      const at = entry < 0 ? entry + (x.shape[axis] ?? 0) : entry;
      result = sliceAxis(result, axis, at, at + 1, 1);
      steps.push("drop");
    } else {
      const config = isObject(entry) && isObject(entry["config"]) ? entry["config"] : {};
      const number = (name: string): number | null => {
        const value = config[name];
        return typeof value === "number" ? value : null;
      };
      result = sliceAxis(result, axis, number("start"), number("stop"), number("step") ?? 1);
      steps.push("keep");
    }
    axis++;
  }
  const lengths = [...result.shape];
  const shape = steps.flatMap((step) => {
    if (step === "new") return [1];
    const length = lengths.shift() ?? 1;
    return step === "drop" ? [] : [length];
  });
  return tf.reshape(result, [...shape, ...lengths]);
}

/** Every `step`-th entry of an axis, by Python's rules. */
function sliceAxis(
  x: tf.Tensor,
  axis: number,
  from: number | null,
  to: number | null,
  step: number,
): tf.Tensor {
  const length = x.shape[axis] ?? 0;
  if (step < 0) {
    const turned = tf.reverse(x, axis);
    const flip = (at: number | null): number | null =>
      at === null ? null : length - 1 - (at < 0 ? at + length : Math.min(at, length - 1));
    return sliceAxis(turned, axis, flip(from), flip(to), -step);
  }
  const bound = (at: number): number => Math.min(length, Math.max(0, at < 0 ? at + length : at));
  const begin = bound(from ?? 0);
  const size = Math.max(0, bound(to ?? length) - begin);
  const starts = x.shape.map((_, each) => (each === axis ? begin : 0));
  const cut = tf.slice(
    x,
    starts,
    x.shape.map((each, i) => (i === axis ? size : each)),
  );
  if (step === 1) return cut;
  // Rows of `step` entries, of which the first stays; what is missing in the last row is filled up.
  const rows = Math.ceil(size / step);
  const pads = cut.shape.map((_, each): [number, number] => [
    0,
    each === axis ? rows * step - size : 0,
  ]);
  const padded = tf.pad(cut, pads);
  const apart = [...padded.shape.slice(0, axis), rows, step, ...padded.shape.slice(axis + 1)];
  const split = tf.reshape(padded, apart);
  const first = tf.slice(
    split,
    apart.map(() => 0),
    apart.map((each, i) => (i === axis + 1 ? 1 : each)),
  );
  return tf.reshape(first, [...padded.shape.slice(0, axis), rows, ...padded.shape.slice(axis + 1)]);
}

function transpose(x: tf.Tensor, axes: Argument | undefined): tf.Tensor {
  return axes === null || axes === undefined ? tf.transpose(x) : tf.transpose(x, axes as number[]);
}

function swapAxes(x: tf.Tensor, one: number, two: number): tf.Tensor {
  const order = x.shape.map((_, axis) => axis);
  const [a, b] = [one, two].map((axis) => (axis < 0 ? axis + x.rank : axis)) as [number, number];
  order[a] = b;
  order[b] = a;
  return tf.transpose(x, order);
}

const list = (value: Argument | undefined): tf.Tensor[] =>
  (value as readonly Argument[]).map(tensor);
const number = (value: Argument | undefined, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** A file's constant may ask for any number of copies. */
function checkGrowth(x: tf.Tensor, times: number): void {
  if (x.size * times <= LIMITS.trialValues) return;
  throw new Error(`${times} copies of ${x.size} values are more than ${LIMITS.trialValues}.`);
}

/** Variance or deviation: `end` of the mean of squares. */
const spread = (end: (variance: tf.Tensor) => tf.Tensor): Operation => ({
  names: ["x", "axis", "keepdims"],
  compute: ({ x: given, axis, keepdims }) => {
    const x = floating(tensor(given));
    const from = tf.sub(x, tf.mean(x, axesOf(axis), true));
    return end(tf.mean(tf.square(from), axesOf(axis), keepdims === true));
  },
});

function cast(x: tf.Tensor, dtype: string): tf.Tensor {
  if (/^b?float/.test(dtype)) return floating(x);
  if (dtype === "bool") return tf.cast(x, "bool");
  if (/^u?int/.test(dtype)) return tf.cast(x, "int32");
  throw new Error(`a cast to ${dtype} is not carried over.`);
}

function pad(
  x: tf.Tensor,
  width: [number, number][],
  mode: Argument | undefined,
  value: number,
): tf.Tensor {
  const grown = x.shape.reduce((size, length, i) => {
    const [before = 0, after = 0] = width[i] ?? [];
    return size * (length + before + after);
  }, 1);
  checkGrowth(x, grown / Math.max(1, x.size));
  if (mode === undefined || mode === null || mode === "constant") return tf.pad(x, width, value);
  return tf.mirrorPad(x, width, mode as "reflect");
}

function resized(x: tf.Tensor, size: number[], interpolation: Argument | undefined): tf.Tensor {
  const [height = 1, width = 1] = size;
  const [, rows = 1, columns = 1] = x.shape;
  checkGrowth(x, (height * width) / Math.max(1, rows * columns));
  const kind = interpolation ?? "bilinear";
  if (kind === "bilinear" || kind === "nearest") return resize(floating(x), [height, width], kind);
  throw new Error(`resizing by ${JSON.stringify(interpolation)} is not carried over.`);
}

/** Of `keras.ops`, by class name. */
export const operations: Readonly<Record<string, Operation>> = {
  Absolute: unary(tf.abs),
  Abs: unary(tf.abs),
  Add: binary(tf.add),
  Cast: {
    names: ["x", "dtype"],
    compute: ({ x, dtype }) => cast(tensor(x), String(dtype as string)),
  },
  Ceil: unary(tf.ceil),
  Clip: {
    names: ["x", "x_min", "x_max"],
    compute: ({ x, x_min: low, x_max: high }) =>
      tf.clipByValue(tensor(x), number(low, -Infinity), number(high, Infinity)),
  },
  Concatenate: {
    names: ["xs", "axis"],
    compute: ({ xs, axis }) => tf.concat(list(xs), number(axis, 0)),
  },
  Cos: unary(tf.cos),
  Divide: binary(tf.div),
  Elu: {
    names: ["x", "alpha"],
    compute: ({ x, alpha }) =>
      tf.add(tf.relu(tensor(x)), tf.mul(tf.expm1(tf.minimum(tensor(x), 0)), number(alpha, 1))),
  },
  Equal: binary(tf.equal),
  Exp: unary(tf.exp),
  ExpandDims: {
    names: ["x", "axis"],
    compute: ({ x, axis }) => tf.expandDims(tensor(x), number(axis, 0)),
  },
  Expm1: unary(tf.expm1),
  Flip: {
    names: ["x", "axis"],
    compute: ({ x, axis }) => tf.reverse(tensor(x), axesOf(axis)),
  },
  Floor: unary(tf.floor),
  Gelu: {
    names: ["x", "approximate"],
    compute: ({ x: given, approximate }) => {
      const x = tensor(given);
      if (approximate === false) return activationFormula("gelu")(x);
      const cubed = tf.add(x, tf.mul(tf.pow(x, 3), 0.044715));
      return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(tf.mul(cubed, Math.sqrt(2 / Math.PI)))));
    },
  },
  GetItem: { names: ["x", "key"], compute: ({ x, key }) => getItem(tensor(x), key) },
  Greater: binary(tf.greater),
  GreaterEqual: binary(tf.greaterEqual),
  HardSigmoid: activation("hard_sigmoid"),
  HardSilu: activation("hard_silu"),
  HardSwish: activation("hard_silu"),
  HardTanh: activation("hard_tanh"),
  Identity: unary(tf.clone),
  LeakyRelu: {
    names: ["x", "negative_slope"],
    compute: ({ x, negative_slope: slope }) => tf.leakyRelu(tensor(x), number(slope, 0.2)),
  },
  Less: binary(tf.less),
  LessEqual: binary(tf.lessEqual),
  Log: unary(tf.log),
  Log1p: unary(tf.log1p),
  LogSigmoid: activation("log_sigmoid"),
  LogSoftmax: {
    names: ["x", "axis"],
    compute: ({ x, axis }) => tf.logSoftmax(tensor(x), number(axis, -1)),
  },
  Matmul: binary((a, b) => tf.matMul(a, b)),
  Max: reduction(largest as typeof tf.mean),
  Maximum: binary(tf.maximum),
  Mean: reduction(tf.mean),
  Min: reduction(smallest as typeof tf.mean),
  Minimum: binary(tf.minimum),
  Multiply: binary(tf.mul),
  Negative: unary(tf.neg),
  Normalize: {
    names: ["x", "axis", "order", "epsilon"],
    compute: ({ x, axis, epsilon }) => {
      const squares = tf.sum(tf.square(tensor(x)), number(axis, -1), true);
      return tf.mul(tensor(x), tf.rsqrt(tf.maximum(squares, number(epsilon, 1e-12) ** 2)));
    },
  },
  NotEqual: binary(tf.notEqual),
  Pad: {
    names: ["x", "pad_width", "mode", "constant_values"],
    compute: ({ x, pad_width: width, mode, constant_values: value }) =>
      pad(tensor(x), width as [number, number][], mode, number(value, 0)),
  },
  Power: binary(tf.pow),
  Prod: reduction(tf.prod as typeof tf.mean),
  Reciprocal: unary(tf.reciprocal),
  Relu: unary(tf.relu),
  Relu6: unary((x) => tf.clipByValue(x, 0, 6)),
  Repeat: {
    names: ["x", "repeats", "axis"],
    compute: ({ x: given, repeats, axis: along }) => {
      const x = tensor(given);
      const axis = number(along, 0) < 0 ? number(along, 0) + x.rank : number(along, 0);
      const apart = tf.expandDims(x, axis + 1);
      const times = number(repeats, 1);
      checkGrowth(x, times);
      const tiled = tf.tile(
        apart,
        apart.shape.map((_, i) => (i === axis + 1 ? times : 1)),
      );
      return tf.reshape(
        tiled,
        x.shape.map((length, i) => (i === axis ? length * times : length)),
      );
    },
  },
  Reshape: {
    names: ["x", "newshape"],
    // Keras writes an unknown batch as null; one such length is found by tfjs.
    compute: ({ x, newshape }) =>
      tf.reshape(
        tensor(x),
        shapeOf(newshape).map((each) => (Number.isFinite(each) ? each : -1)),
      ),
  },
  Resize: {
    names: ["x", "size", "interpolation"],
    compute: ({ x, size, interpolation }) => resized(tensor(x), shapeOf(size), interpolation),
  },
  Round: unary(tf.round),
  Rsqrt: unary(tf.rsqrt),
  Selu: activation("selu"),
  Sigmoid: unary(tf.sigmoid),
  Sign: unary(tf.sign),
  Silu: activation("silu"),
  Sin: unary(tf.sin),
  Softmax: {
    names: ["x", "axis"],
    compute: ({ x: given, axis }) => {
      const x = tensor(given);
      const powers = tf.exp(tf.sub(x, tf.max(x, number(axis, -1), true)));
      return tf.div(powers, tf.sum(powers, number(axis, -1), true));
    },
  },
  Softplus: unary(tf.softplus),
  Softsign: activation("softsign"),
  Sqrt: unary(tf.sqrt),
  Square: unary(tf.square),
  Squeeze: {
    names: ["x", "axis"],
    compute: ({ x, axis }) => {
      const axes = axesOf(axis);
      const given = tensor(x);
      if (axes === undefined) return tf.squeeze(given);
      return tf.squeeze(
        given,
        [axes].flat().map((each) => (each < 0 ? each + given.rank : each)),
      );
    },
  },
  Stack: { names: ["x", "axis"], compute: ({ x, axis }) => tf.stack(list(x), number(axis, 0)) },
  Std: spread(tf.sqrt),
  Subtract: binary(tf.sub),
  Sum: reduction(tf.sum),
  Swapaxes: {
    names: ["x", "axis1", "axis2"],
    compute: ({ x, axis1, axis2 }) => swapAxes(tensor(x), number(axis1, 0), number(axis2, 1)),
  },
  Tanh: unary(tf.tanh),
  Tile: {
    names: ["x", "repeats"],
    compute: ({ x, repeats }) => {
      checkGrowth(
        tensor(x),
        shapeOf(repeats).reduce((a, b) => a * b, 1),
      );
      return tf.tile(tensor(x), shapeOf(repeats));
    },
  },
  Transpose: { names: ["x", "axes"], compute: ({ x, axes }) => transpose(tensor(x), axes) },
  TrueDivide: binary(tf.div),
  Var: spread(tf.clone),
  Where: {
    names: ["condition", "x1", "x2"],
    compute: ({ condition, x1, x2 }) =>
      tf.where(tf.cast(tensor(condition), "bool"), floating(tensor(x1)), floating(tensor(x2))),
  },
};

/** The arguments of a call by their names; the configuration holds those that the operation was made with. */
export function argumentsByName(
  operation: Operation,
  config: JsonObject,
  args: readonly Argument[],
  kwargs: Readonly<Record<string, Argument>>,
): Arguments {
  const placed = args.map((value, i): [string, Argument] => [
    operation.names[i] ?? `argument ${i}`,
    value,
  ]);
  return { ...(config as Arguments), ...Object.fromEntries(placed), ...kwargs };
}
