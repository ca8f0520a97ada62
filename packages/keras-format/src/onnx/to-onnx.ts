/** Makes an ONNX file of a tfjs model, for runtimes elsewhere: onnxruntime, its form for the web, mobile. */
import type * as tf from "@tensorflow/tfjs";
import { isOperation } from "../archive/layer-tree";
import { nodesOf, referencesOf, type TensorReference } from "../config/graph";
import { isList, isObject, textAt } from "../config/json";
import { KerasFormatError } from "../errors";
import { isInputMark, markedIndex } from "../layers/operation-layer";
import { operations } from "../layers/operations";
import { fromLayersModel, type FromLayersModelOptions } from "../model/from-layers-model";
import { weightArrays } from "../model/set-weights";
import type { JsonObject, JsonValue, KerasLayer } from "../types";
import { GraphBuilder } from "./graph-builder";
import { writeOnnx } from "./messages";
import { onnxOperations, onnxRows } from "./table";

/** What {@link toOnnx} names in the file. */
export interface ToOnnxOptions {
  /** Kept in the file's metadata as JSON, under `classNames`. */
  readonly classNames?: readonly string[];
  /** How pixels become inputs, in words or as JSON, kept in the metadata under `preprocessing`. */
  readonly preprocessing?: string;
  /** For layers that are neither tfjs's nor Keras's, as in {@link fromLayersModel}. */
  readonly layers?: FromLayersModelOptions["layers"];
}

/** The version of ONNX's operators that is written: the first with LayerNormalization; onnxruntime reads it since 1.12. */
export const onnxOpset = 17;

const refused = (
  { name, className }: { readonly name: string; readonly className: string },
  reason: string,
): KerasFormatError =>
  new KerasFormatError(
    "unsupported",
    `toOnnx: layer "${name}" (${className}) ${reason}, which has no operator of ONNX here.`,
    {
      remedy: "Leave that layer out of what is deployed.",
    },
  );

/**
 * The bytes of an ONNX file of a built model, as it predicts: layers that act in training alone leave no trace. Inputs and outputs
 * keep their names, float32, images as `[batch, height, width, channels]`; the batch may be of any size. The operators are those
 * of opset {@link onnxOpset}. The model stays the caller's.
 *
 * @throws KerasFormatError `unsupported` for a layer that has no operator there, by name
 *
 * @example
 * await writeFile("flowers.onnx", await toOnnx(model, { classNames: ["daisy", "rose"], preprocessing: "RGB, 0 to 255" }));
 */
export async function toOnnx(
  model: tf.LayersModel,
  options: ToOnnxOptions = {},
): Promise<Uint8Array> {
  const { classNames, preprocessing, layers = {} } = options;
  const file = await fromLayersModel(model, { layers });
  const graph = new GraphBuilder();
  const inputs = model.inputs.map(({ name, shape }, i) => ({
    name: model.inputNames[i] ?? name,
    shape: shape.map((each) => each ?? null),
  }));
  const results = runModel(
    file.config,
    file.layers,
    inputs.map(({ name }) => name),
    { graph, shapes: shapesIn(model) },
  );
  const outputs = model.outputs.map(({ shape }, i) => ({
    name: uniqueName(
      model.outputNames,
      i,
      inputs.map(({ name }) => name),
    ),
    shape: shape.map((each) => each ?? null),
  }));
  outputs.forEach(({ name }, i) => graph.name(results[i] ?? "", name));
  return writeOnnx({
    opset: onnxOpset,
    name: model.name,
    producer: "@flowers/keras-format",
    nodes: graph.nodes,
    tensors: graph.tensors,
    inputs,
    outputs,
    metadata: {
      ...(classNames ? { classNames: JSON.stringify(classNames) } : {}),
      ...(preprocessing === undefined ? {} : { preprocessing }),
    },
  });
}

/** Two outputs of one layer, or a model that gives its input back, would share a name. */
const uniqueName = (names: readonly string[], i: number, taken: readonly string[]): string => {
  const name = names[i] ?? `output_${i}`;
  return names.indexOf(name) === i && !taken.includes(name) ? name : `${name}_output_${i}`;
};

type Shapes = readonly (readonly (number | null)[])[];

/** What is written to, and what is known of the layers that are read. */
interface Export {
  readonly graph: GraphBuilder;
  /** Shapes of the inputs of a layer's first call, by its name; of a model within the model, those within it. */
  readonly shapes: LayerShapes;
}

type LayerShapes = ReadonlyMap<string, Shapes | Within>;

/** A model within the model. */
class Within {
  constructor(readonly shapes: LayerShapes) {}
}

function shapesIn(model: tf.LayersModel): LayerShapes {
  return new Map(
    model.layers.map((layer): [string, Shapes | Within] => [
      layer.name,
      "layers" in layer
        ? new Within(shapesIn(layer as unknown as tf.LayersModel))
        : // tfjs keeps a list, also of one.
          ((layer.inboundNodes[0]?.inputShapes ?? []) as Shapes),
    ]),
  );
}

function runModel(
  entry: JsonObject,
  layers: readonly KerasLayer[],
  inputs: readonly string[],
  within: Export,
): string[] {
  const config = isObject(entry["config"]) ? entry["config"] : {};
  const list = isList(config["layers"]) ? config["layers"] : [];
  const pairs = layers.map((layer, i) => ({ layer, entry: list[i] as JsonObject }));
  if (entry["class_name"] === "Sequential") {
    return pairs.reduce<readonly string[]>((given, pair) => {
      if (pair.layer.className === "InputLayer") return given;
      return runLayer(pair.entry, pair.layer, given, within);
    }, inputs) as string[];
  }
  const byName = new Map(pairs.map((pair) => [pair.layer.name, pair]));
  const known = new Map<string, string[]>();
  referencesOf(config["input_layers"]).forEach(({ layer }, i) =>
    known.set(`${layer}/0`, [inputs[i] ?? ""]),
  );
  const compute = ({ layer, node, tensor }: TensorReference): string => {
    const key = `${layer}/${node}`;
    const pair = byName.get(layer);
    const call = nodesOf(pair?.entry["inbound_nodes"])?.[node];
    let found = known.get(key);
    if (!found && pair && call) {
      const given = call.inputs.map(compute);
      found = isOperation(pair.entry)
        ? [operation(pair.layer, call.args, call.kwargs, given, within.graph)]
        : runLayer(pair.entry, pair.layer, given, within);
      known.set(key, found);
    }
    return found?.[tensor] ?? "";
  };
  return referencesOf(config["output_layers"]).map(compute);
}

function runLayer(
  entry: JsonObject,
  layer: KerasLayer,
  inputs: readonly string[],
  { graph, shapes }: Export,
): string[] {
  const known = shapes.get(layer.name) ?? [];
  if (known instanceof Within)
    return runModel(entry, layer.layers, inputs, { graph, shapes: known.shapes });
  const row = Object.hasOwn(onnxRows, layer.className) ? onnxRows[layer.className] : undefined;
  if (!row) throw refused(layer, "is not among the layers that are exported");
  if (textAt(layer.config, "data_format") === "channels_first")
    throw refused(layer, "has its channels first");
  const result = row({
    ...{ graph, inputs, config: layer.config, weights: weightArrays(layer) },
    shapes: known,
  });
  if (typeof result === "string") return [result];
  throw refused(layer, result.reason);
}

function operation(
  layer: KerasLayer,
  args: readonly JsonValue[],
  kwargs: JsonObject,
  inputs: readonly string[],
  graph: GraphBuilder,
): string {
  const type = onnxOperations[layer.className];
  const names = operations[layer.className]?.names;
  if (type === undefined || !names) throw refused(layer, "is an operation that is not exported");
  // By name: `subtract(x2=a, x1=b)` is in a file as it was written.
  const given = new Map([
    ...args.map((value, i) => [names[i] ?? "", value] as const),
    ...Object.entries(kwargs),
  ]);
  const values = names.map((name) => {
    const value = given.get(name) ?? null;
    if (isInputMark(value)) return inputs[markedIndex(value)] ?? "";
    if (typeof value === "number") return graph.scalar(value);
    if (isList(value) && value.every((each) => typeof each === "number"))
      return graph.floats(Float32Array.from(value), [value.length]);
    throw refused(layer, `has the argument ${JSON.stringify(value)}`);
  });
  return graph.add(type, values);
}
