/** Keras 2's layers around TensorFlow functions (`TFOpLambda`), as the operations of Keras 3 that they are. */
import { operations } from "../layers/operations";
import type { JsonObject, JsonValue } from "../types";
import { textAt } from "./json";

/** TensorFlow's functions by the name that Keras 2 saved. */
const functions: Readonly<Record<string, string>> = {
  "__operators__.add": "Add",
  "__operators__.sub": "Subtract",
  clip_by_value: "Clip",
  concat: "Concatenate",
  expand_dims: "ExpandDims",
  identity: "Identity",
  "linalg.matmul": "Matmul",
  "math.abs": "Absolute",
  "math.add": "Add",
  "math.divide": "TrueDivide",
  "math.exp": "Exp",
  "math.log": "Log",
  "math.maximum": "Maximum",
  "math.minimum": "Minimum",
  "math.multiply": "Multiply",
  "math.negative": "Negative",
  "math.pow": "Power",
  "math.reduce_max": "Max",
  "math.reduce_mean": "Mean",
  "math.reduce_min": "Min",
  "math.reduce_sum": "Sum",
  "math.rsqrt": "Rsqrt",
  "math.sigmoid": "Sigmoid",
  "math.sqrt": "Sqrt",
  "math.square": "Square",
  "math.subtract": "Subtract",
  "math.tanh": "Tanh",
  "math.truediv": "TrueDivide",
  "nn.elu": "Elu",
  "nn.leaky_relu": "LeakyRelu",
  "nn.relu": "Relu",
  "nn.relu6": "Relu6",
  "nn.sigmoid": "Sigmoid",
  "nn.silu": "Silu",
  "nn.softmax": "Softmax",
  "nn.softplus": "Softplus",
  "nn.swish": "Silu",
  "nn.tanh": "Tanh",
  reshape: "Reshape",
  squeeze: "Squeeze",
  tile: "Tile",
  transpose: "Transpose",
};

/** TensorFlow's names of arguments as Keras 3's. */
const argumentNames: Readonly<Record<string, string>> = {
  a: "x1",
  alpha: "negative_slope",
  axes: "axis",
  b: "x2",
  clip_value_max: "x_max",
  clip_value_min: "x_min",
  multiples: "repeats",
  perm: "axes",
  shape: "newshape",
  values: "xs",
  y: "x2",
};

/** What Keras 3 hands to the call; everything else belongs to the operation itself. */
const calls = new Set(["x", "x1", "x2", "xs", "key"]);

const tensorModule = (operation: string): string =>
  /^(Elu|LeakyRelu|Relu|Relu6|Sigmoid|Silu|Softmax|Softplus)$/.test(operation)
    ? "keras.src.ops.nn"
    : "keras.src.ops.numpy";

/** The entry as Keras 3's operation; as it is when the function is not among those that are carried over. */
export function modernLambda(entry: JsonObject, config: JsonObject): JsonObject {
  const operation = functions[textAt(config, "function") ?? ""];
  if (operation === undefined) return entry;
  return {
    ...entry,
    module: tensorModule(operation),
    class_name: operation,
    registered_name: operation,
    config: { name: config["name"] ?? entry["name"] ?? operation },
  };
}

/** Named arguments of a call: those of the operation itself apart, in Keras 3's spelling. */
export function modernArguments(
  operation: string,
  kwargs: JsonObject,
): { readonly config: JsonObject; readonly kwargs: JsonObject } {
  const names = operations[operation]?.names ?? [];
  const config: Record<string, JsonValue> = {};
  const rest: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(kwargs)) {
    if (key === "name") continue;
    const renamed = names.includes(key) ? key : (argumentNames[key] ?? key);
    if (calls.has(renamed)) rest[renamed] = value;
    else if (value !== null || renamed === "axis") config[renamed] = value;
  }
  return { config, kwargs: rest };
}
