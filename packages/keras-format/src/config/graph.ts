/** The nodes of a functional model: which layer is called on which tensors. Reads Keras 3's form and both of Keras 2's. */
import { inputMark } from "../layers/operation-layer";
import type { JsonObject, JsonValue } from "../types";
import { isList, isObject, textAt } from "./json";

/** One output of one call of a layer. */
export interface TensorReference {
  readonly layer: string;
  /** Which call of the layer, counted from 0. */
  readonly node: number;
  /** Which of the call's outputs. */
  readonly tensor: number;
}

/** One call of a layer. Tensors in `args` and `kwargs` are marks of their place in `inputs`. */
export interface GraphNode {
  readonly inputs: readonly TensorReference[];
  readonly args: readonly JsonValue[];
  readonly kwargs: JsonObject;
}

function referenceOf(value: JsonValue | undefined): TensorReference | null {
  if (!isList(value)) return null;
  const [layer, node = 0, tensor = 0] = value;
  if (typeof layer !== "string" || typeof node !== "number" || typeof tensor !== "number")
    return null;
  return { layer, node, tensor };
}

/** The tensors of `input_layers` or `output_layers`: one, a list, or by name in the order of Keras's `tree.flatten`. */
export function referencesOf(value: JsonValue | undefined): TensorReference[] {
  const one = referenceOf(value);
  if (one) return [one];
  if (isList(value)) return value.flatMap((each) => referencesOf(each));
  if (!isObject(value)) return [];
  return Object.keys(value)
    .sort()
    .flatMap((key) => referencesOf(value[key]));
}

/** Whether calls are in a form of Keras 2. */
export const isLegacy = (inbound: JsonValue | undefined): boolean =>
  isList(inbound) && inbound.some((node) => isList(node));

/** The calls of a layer; null where the form is unknown. */
export function nodesOf(inbound: JsonValue | undefined): GraphNode[] | null {
  if (!isList(inbound)) return [];
  const nodes = inbound.map((node) => (isObject(node) ? modernNode(node) : legacyNode(node)));
  return nodes.includes(null) ? null : (nodes as GraphNode[]);
}

function modernNode(node: JsonObject): GraphNode | null {
  const inputs: TensorReference[] = [];
  const fill = (value: JsonValue): JsonValue => {
    if (isList(value)) return value.map(fill);
    if (!isObject(value)) return value;
    const config = value["config"];
    if (textAt(value, "class_name") === "__keras_tensor__" && isObject(config)) {
      const reference = referenceOf(config["keras_history"]);
      if (reference === null) return value;
      inputs.push(reference);
      return inputMark(inputs.length - 1);
    }
    return value;
  };
  const { args, kwargs } = node;
  if (!isList(args)) return null;
  const filled = args.map(fill);
  const named = Object.entries(isObject(kwargs) ? kwargs : {}).map(
    ([key, value]): [string, JsonValue] => [key, fill(value)],
  );
  return { inputs, args: filled, kwargs: Object.fromEntries(named) };
}

/** `[["conv", 0, 0, {}], ...]`, or one such entry alone. Tensors may lie among the named arguments. */
function legacyNode(node: JsonValue): GraphNode | null {
  if (!isList(node)) return null;
  const entries = typeof node[0] === "string" ? [node] : node;
  const inputs: TensorReference[] = [];
  const kwargs: Record<string, JsonValue> = {};
  const args: JsonValue[] = [];
  for (const entry of entries) {
    if (!isList(entry)) return null;
    const [layer, , , named] = entry;
    if (layer === "_CONSTANT_VALUE") {
      args.push(entry[2] ?? null);
    } else {
      const reference = referenceOf(entry);
      if (reference === null) return null;
      inputs.push(reference);
      args.push(inputMark(inputs.length - 1));
    }
    for (const [key, value] of Object.entries(isObject(named) ? named : {})) {
      const other = isList(value) && value.length >= 3 ? referenceOf(value) : null;
      if (other === null) kwargs[key] = value;
      else {
        inputs.push(other);
        kwargs[key] = inputMark(inputs.length - 1);
      }
    }
  }
  return { inputs, args: args.length > 1 ? [args] : args, kwargs };
}
