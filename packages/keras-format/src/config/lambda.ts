/** Keras 2's layers around TensorFlow functions (`TFOpLambda`), as the operations of Keras 3 that they are. */
import { operations } from "../layers/operations";
import type { JsonObject, JsonValue } from "../types";
import { isList, isObject, textAt } from "./json";

/** TensorFlow's functions by the name that Keras 2 saved. */
const functions: Readonly<Record<string, string>> = {
  "__operators__.add": "Add",
  "__operators__.sub": "Subtract",
  "__operators__.getitem": "GetItem",
  cast: "Cast",
  clip_by_value: "Clip",
  concat: "Concatenate",
  expand_dims: "ExpandDims",
  identity: "Identity",
  "image.resize": "Resize",
  "linalg.matmul": "Matmul",
  "math.abs": "Absolute",
  "math.add": "Add",
  "math.ceil": "Ceil",
  "math.cos": "Cos",
  "math.divide": "TrueDivide",
  "math.equal": "Equal",
  "math.exp": "Exp",
  "math.expm1": "Expm1",
  "math.floor": "Floor",
  "math.greater": "Greater",
  "math.greater_equal": "GreaterEqual",
  "math.l2_normalize": "Normalize",
  "math.less": "Less",
  "math.less_equal": "LessEqual",
  "math.log": "Log",
  "math.log1p": "Log1p",
  "math.maximum": "Maximum",
  "math.minimum": "Minimum",
  "math.multiply": "Multiply",
  "math.negative": "Negative",
  "math.not_equal": "NotEqual",
  "math.pow": "Power",
  "math.reciprocal": "Reciprocal",
  "math.reduce_max": "Max",
  "math.reduce_mean": "Mean",
  "math.reduce_min": "Min",
  "math.reduce_prod": "Prod",
  "math.reduce_std": "Std",
  "math.reduce_sum": "Sum",
  "math.reduce_variance": "Var",
  "math.round": "Round",
  "math.rsqrt": "Rsqrt",
  "math.sigmoid": "Sigmoid",
  "math.sign": "Sign",
  "math.sin": "Sin",
  "math.softplus": "Softplus",
  "math.sqrt": "Sqrt",
  "math.square": "Square",
  "math.subtract": "Subtract",
  "math.tanh": "Tanh",
  "math.truediv": "TrueDivide",
  "nn.bias_add": "Add",
  "nn.elu": "Elu",
  "nn.gelu": "Gelu",
  "nn.leaky_relu": "LeakyRelu",
  "nn.l2_normalize": "Normalize",
  "nn.log_softmax": "LogSoftmax",
  "nn.relu": "Relu",
  "nn.relu6": "Relu6",
  "nn.selu": "Selu",
  "nn.sigmoid": "Sigmoid",
  "nn.silu": "Silu",
  "nn.softmax": "Softmax",
  "nn.softplus": "Softplus",
  "nn.softsign": "Softsign",
  "nn.swish": "Silu",
  "nn.tanh": "Tanh",
  pad: "Pad",
  reshape: "Reshape",
  squeeze: "Squeeze",
  stack: "Stack",
  tile: "Tile",
  transpose: "Transpose",
  where: "Where",
};

/** TensorFlow's names of arguments as Keras 3's. */
const argumentNames: Readonly<Record<string, string>> = {
  a: "x1",
  alpha: "negative_slope",
  axes: "axis",
  b: "x2",
  bias: "x2",
  clip_value_max: "x_max",
  clip_value_min: "x_min",
  multiples: "repeats",
  perm: "axes",
  shape: "newshape",
  values: "xs",
  y: "x2",
};

/** Those of one operation alone. */
const argumentsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GetItem: { slice_spec: "key" },
  Normalize: { dim: "axis" },
  Pad: { paddings: "pad_width" },
  Resize: { images: "x", method: "interpolation" },
  Squeeze: { squeeze_dims: "axis" },
  Stack: { values: "x" },
  Where: { x: "x1", y: "x2" },
};

/** What Keras 3 hands to the call; everything else belongs to the operation itself. */
const calls = new Set(["x", "x1", "x2", "xs", "key", "condition", "constant_values"]);

const modules: Readonly<Record<string, string>> = {
  Cast: "keras.src.ops.core",
  Resize: "keras.src.ops.image",
};

const tensorModule = (operation: string): string =>
  /^(Elu|Gelu|LeakyRelu|LogSoftmax|Normalize|Relu|Relu6|Selu|Sigmoid|Silu|Softmax|Softplus|Softsign)$/.test(
    operation,
  )
    ? "keras.src.ops.nn"
    : (modules[operation] ?? "keras.src.ops.numpy");

/** The entry as Keras 3's operation; as it is when the function is not among those that are carried over. */
export function modernLambda(entry: JsonObject, config: JsonObject): JsonObject {
  const name = (textAt(config, "function") ?? "").replace(/^compat\.v[12]\./, "");
  const operation = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (operation === undefined) return entry;
  return {
    ...entry,
    module: tensorModule(operation),
    class_name: operation,
    registered_name: operation,
    config: { name: config["name"] ?? entry["name"] ?? operation },
  };
}

/** Arguments that TensorFlow spells otherwise; null where it is one that changes nothing. */
function modernValue(operation: string, name: string, value: JsonValue): JsonValue {
  if (operation === "GetItem" && name === "key" && isList(value)) return value.map(slice);
  if (operation === "Pad" && name === "mode" && typeof value === "string")
    return value.toLowerCase();
  // Keras takes the root of what TensorFlow adds up to.
  if (operation === "Normalize" && name === "epsilon" && typeof value === "number")
    return Math.sqrt(value);
  if (operation === "Squeeze" && isList(value) && value.length === 0) return null;
  return value;
}

/** One entry of `x[1:5, ..., 0]`. */
const slice = (value: JsonValue): JsonValue =>
  isObject(value) && "start" in value ? { class_name: "__slice__", config: value } : value;

/** Settings that Keras's operation has no word for, and what they must be. */
const mustBe: Readonly<Record<string, JsonValue>> = {
  name: null,
  antialias: false,
  preserve_aspect_ratio: false,
};

/** Named arguments of a call: those of the operation itself apart, in Keras 3's spelling. */
export function modernArguments(
  operation: string,
  kwargs: JsonObject,
): { readonly config: JsonObject; readonly kwargs: JsonObject } {
  const names = operations[operation]?.names ?? [];
  const renames = argumentsOf[operation] ?? {};
  const config: Record<string, JsonValue> = {};
  const rest: Record<string, JsonValue> = {};
  for (const [key, given] of Object.entries(kwargs)) {
    if (key in mustBe && (key === "name" || given === mustBe[key])) continue;
    const renamed = renames[key] ?? (names.includes(key) ? key : (argumentNames[key] ?? key));
    const value = modernValue(operation, renamed, given);
    if (calls.has(renamed)) rest[renamed] = value;
    else if (value !== null || renamed === "axis") config[renamed] = value;
  }
  return { config, kwargs: rest };
}
