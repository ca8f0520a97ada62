/** What one row of the table of ONNX's layers is given and gives, and what most rows need. */
import { activationName } from "../config/activations";
import { isList, numbersAt, textAt } from "../config/json";
import type { JsonObject, KerasArray } from "../types";
import { onnxActivations } from "./activations";
import type { GraphBuilder } from "./graph-builder";

/** One layer's call. */
export interface OnnxCall {
  readonly graph: GraphBuilder;
  readonly inputs: readonly string[];
  /** Shapes of the inputs, the batch first; null stands for a length that is known when the model runs. */
  readonly shapes: readonly (readonly (number | null)[])[];
  readonly config: JsonObject;
  readonly weights: readonly KerasArray[];
}

/** The name of the layer's output, or why ONNX has none. */
export type OnnxRow = (call: OnnxCall) => string | { readonly reason: string };

export const first = ({ inputs }: OnnxCall): string => inputs[0] ?? "";
export const rankOf = ({ shapes }: OnnxCall): number => shapes[0]?.length ?? 0;

export const floatsOf = ({ data }: KerasArray): Float32Array =>
  Float32Array.from(data as Float32Array, Number);

/** A weight as it is. */
export const constant = (graph: GraphBuilder, array: KerasArray): string =>
  graph.floats(floatsOf(array), array.shape);

/** A number, or one for each channel. */
export const numbers = (graph: GraphBuilder, value: unknown, otherwise: number): string => {
  const list = Array.isArray(value)
    ? value.flat(Infinity).map(Number)
    : [typeof value === "number" ? value : otherwise];
  return graph.floats(Float32Array.from(list), list.length === 1 ? [] : [list.length]);
};

/** Adds the bias, if there is one, and applies the activation. */
export function finish(
  call: OnnxCall,
  value: string,
  bias: KerasArray | undefined,
): ReturnType<OnnxRow> {
  const { graph, config } = call;
  const sum = bias ? graph.add("Add", [value, constant(graph, bias)]) : value;
  const name = activationName(config["activation"]);
  const formula = name === null ? undefined : onnxActivations[name];
  return (
    formula?.(graph, sum) ?? { reason: `has activation ${JSON.stringify(config["activation"])}` }
  );
}

/** Sizes, steps and padding of a window over `n` axes. */
export const window = (
  config: JsonObject,
  size: string,
  n: number,
): Record<string, string | number[]> => ({
  kernel_shape: numbersAt(config, size, n, 1),
  strides:
    isList(config["strides"]) || typeof config["strides"] === "number"
      ? numbersAt(config, "strides", n, 1)
      : numbersAt(config, size, n, 1),
  auto_pad: textAt(config, "padding") === "same" ? "SAME_UPPER" : "VALID",
});
