/** What a layer is called with: its tensors in the order in which tfjs's layer takes them. */
import type { GraphNode, TensorReference } from "../config/graph";
import { isList, isObject, textAt } from "../config/json";
import { isInputMark, markedIndex } from "../layers/operation-layer";
import type { JsonObject, JsonValue, KerasLayer } from "../types";

/** Arguments by name that are tensors a layer takes after its first ones. */
const tensorArguments: Readonly<Record<string, readonly string[]>> = {
  MultiHeadAttention: ["query", "value", "key"],
  Attention: ["inputs"],
};
const states = new Set(["GRU", "LSTM", "SimpleRNN", "ConvLSTM2D", "Bidirectional"]);

type Layers = ReadonlyMap<string, { readonly entry: JsonObject; readonly layer: KerasLayer }>;

const marksIn = (value: JsonValue): number[] => {
  if (isInputMark(value)) return [markedIndex(value)];
  return isList(value) ? value.flatMap(marksIn) : [];
};

/** The call in one order of tensors, or why it cannot be made. */
export function callArguments(
  node: GraphNode,
  layer: KerasLayer,
  layers: Layers,
): { readonly node: GraphNode } | { readonly reason: string } {
  if (layer.module !== undefined) return { node };
  const { args, kwargs, inputs } = node;
  const order: number[] = [...args.flatMap(marksIn)];
  const kept: Record<string, JsonValue> = {};
  const allowed = tensorArguments[layer.className] ?? [];
  for (const [key, value] of Object.entries(kwargs)) {
    if (key === "training") kept[key] = value;
    if (value === null || key === "training") continue;
    const marks = marksIn(value);
    if (key === "mask" && marks.length > 0) {
      // tfjs hands masks on by itself, from the layers that Keras's graph spells out.
      if (marks.every((mark) => isMask(inputs[mark], layers))) continue;
      return { reason: "is called with a mask of its own, which is not carried over" };
    }
    if (key === "initial_state" && states.has(layer.className) && marks.length > 0)
      order.push(...marks);
    else if (allowed.includes(key) && marks.length === 1) order.push(...marks);
    else if (key === "inputs" && marks.length > 0) order.unshift(...marks);
    else if (!isDefault(key, value)) {
      return {
        reason: `is called with ${key}=${JSON.stringify(value).slice(0, 80)}, which is not carried over`,
      };
    }
  }
  const constants = args.filter((value) => marksIn(value).length === 0 && value !== null);
  if (constants.length > 0) {
    return {
      reason: `is called with the constant ${JSON.stringify(constants[0]).slice(0, 80)}, which is not carried over`,
    };
  }
  const wanted = order.flatMap((index): TensorReference[] => {
    const input = inputs[index];
    return input ? [input] : [];
  });
  return { node: { inputs: wanted, args, kwargs: kept } };
}

/** Arguments of calls that say what a layer does anyway. */
const isDefault = (key: string, value: JsonValue): boolean =>
  (key === "return_attention_scores" || key === "use_causal_mask") && value === false;

/** Whether a tensor is the mask that an embedding or a masking layer makes of its input. */
function isMask(reference: TensorReference | undefined, layers: Layers): boolean {
  const found = reference && layers.get(reference.layer);
  return (
    found !== undefined &&
    isObject(found.entry) &&
    ["NotEqual", "Any"].includes(textAt(found.entry, "class_name") ?? "")
  );
}
