/** The configuration that Keras would write of a tfjs model: a stack of layers or a graph, with the models in it. */
import * as tf from "@tensorflow/tfjs";
import { kerasObject, toJson } from "../config/json";
import { requireModel } from "../door";
import { KerasFormatError } from "../errors";
import { isInputMark, markedIndex, OperationLayer } from "../layers/operation-layer";
import { original, SameAgain } from "../layers/same-again";
import type { JsonObject, JsonValue } from "../types";
import { describeLayer, type LayerDescriber } from "./describe-layer";
import { keptTraining } from "./outside-training";

/** An entry of `config.json` and the layers that it stands for, in the same order. */
export interface DescribedModel {
  readonly entry: JsonObject;
  readonly layers: readonly DescribedEntry[];
}

export interface DescribedEntry {
  readonly entry: JsonObject;
  readonly layer: tf.layers.Layer;
  /** Of a model within the model. */
  readonly inner: readonly DescribedEntry[];
}

type Describers = Readonly<Record<string, LayerDescriber>>;

const inputConfig = (name: string, shape: JsonValue, dtype: string): JsonObject => ({
  batch_shape: shape,
  dtype,
  sparse: false,
  ragged: false,
  name,
  optional: false,
});

const isInput = (layer: tf.layers.Layer): boolean => layer.getClassName() === "InputLayer";

/** @throws KerasFormatError `unsupported` for what Keras has no configuration of */
export function describeModel(model: tf.LayersModel, describers: Describers): DescribedModel {
  requireModel(model);
  if (model instanceof tf.Sequential) return describeSequential(model, describers);
  if (model.getClassName() === "Model" || model.getClassName() === "Functional")
    return describeGraph(model, describers);
  throw new KerasFormatError(
    "unsupported",
    `fromLayersModel: expected a Sequential or a functional model; received ${model.getClassName()}.`,
  );
}

function describeEntry(layer: tf.layers.Layer, describers: Describers): DescribedEntry {
  if (layer instanceof tf.LayersModel) {
    const { entry, layers } = describeModel(layer, describers);
    return { entry, layer, inner: layers };
  }
  if (isInput(layer)) {
    const shape = toJson(layer.batchInputShape);
    const entry = kerasObject(
      "keras.layers",
      "InputLayer",
      inputConfig(layer.name, shape, layer.dtype),
    );
    return { entry, layer, inner: [] };
  }
  const { module, className, config } = describeLayer(layer, describers);
  // Keras registers a class that is not public under its own name.
  const registered = module === "keras.layers" ? null : className;
  return { entry: kerasObject(module, className, config, registered), layer, inner: [] };
}

function describeSequential(model: tf.Sequential, describers: Describers): DescribedModel {
  const shape = toJson(model.inputs[0]?.shape);
  const counted = model.layers.filter((layer) => !isInput(layer));
  const layers = counted.map((layer) => describeEntry(layer, describers));
  const input = kerasObject(
    "keras.layers",
    "InputLayer",
    inputConfig("input_layer", shape, inputDtype(model)),
  );
  const config: JsonObject = {
    name: model.name,
    trainable: isOn(model),
    dtype: "float32",
    layers: [input, ...layers.map(({ entry }) => entry)],
    build_input_shape: shape,
  };
  return {
    entry: { ...kerasObject("keras", "Sequential", config), build_config: { input_shape: shape } },
    layers,
  };
}

const inputDtype = (model: tf.LayersModel): string => model.inputs[0]?.dtype ?? "float32";

/** tfjs's own flag says nothing of layers that were frozen one by one. */
const isOn = (model: tf.LayersModel): boolean => model.trainable;

type Node = tf.layers.Layer["inboundNodes"][number];

function describeGraph(model: tf.LayersModel, describers: Describers): DescribedModel {
  const layers = model.layers.filter((layer) => !(layer instanceof SameAgain));
  const nodesOf = new Map(layers.map((layer) => [layer, nodesWithin(layer, model)]));
  const reference = (given: tf.SymbolicTensor): [string, number, number] => {
    const tensor = original(given);
    const layer = tensor.sourceLayer;
    const nodes = nodesOf.get(layer) ?? [];
    const place = nodes.findIndex(({ outputTensors }) =>
      outputTensors.some(({ id }) => id === tensor.id),
    );
    return [layer.name, Math.max(place, 0), tensor.outputTensorIndex ?? 0];
  };
  const symbol = (tensor: tf.SymbolicTensor): JsonObject => ({
    class_name: "__keras_tensor__",
    config: { shape: toJson(tensor.shape), dtype: tensor.dtype, keras_history: reference(tensor) },
  });
  const described = layers.map((layer) => {
    const each = describeEntry(layer, describers);
    const calls = isInput(layer)
      ? []
      : (nodesOf.get(layer) ?? []).map((node) => call(layer, node, symbol));
    return { ...each, entry: { ...each.entry, name: layer.name, inbound_nodes: calls } };
  });
  const config: JsonObject = {
    name: model.name,
    trainable: isOn(model),
    layers: described.map(({ entry }) => entry),
    input_layers: oneOrMany(model.inputs.map(reference)),
    output_layers: oneOrMany(model.outputs.map(reference)),
  };
  const entry = kerasObject("keras.src.models.functional", "Functional", config, "Functional");
  return { entry, layers: described };
}

/** A model of one input is called with a tensor, not with a list of one. */
const oneOrMany = (references: [string, number, number][]): JsonValue => {
  const [only] = references;
  return references.length === 1 && only ? only : references;
};

/** The calls of a layer that a model is made of. */
function nodesWithin(layer: tf.layers.Layer, model: tf.LayersModel): Node[] {
  const needed = new Set<number>();
  const visit = (tensor: tf.SymbolicTensor): void => {
    if (needed.has(tensor.id)) return;
    needed.add(tensor.id);
    if (model.inputs.some(({ id }) => id === tensor.id)) return;
    tensor.inputs.forEach(visit);
  };
  model.outputs.forEach(visit);
  return layer.inboundNodes.filter(({ outputTensors }) =>
    outputTensors.some(({ id }) => needed.has(id)),
  );
}

function call(
  layer: tf.layers.Layer,
  node: Node,
  symbol: (tensor: tf.SymbolicTensor) => JsonObject,
): JsonObject {
  const tensors = node.inputTensors.map(symbol);
  if (layer instanceof OperationLayer) {
    const fill = (value: JsonValue): JsonValue => {
      if (Array.isArray(value)) return (value as readonly JsonValue[]).map(fill);
      const given = value as JsonObject;
      return isInputMark(value) ? (tensors[markedIndex(given)] ?? null) : value;
    };
    const { args, kwargs } = layer.kerasCall;
    const named = Object.entries(kwargs).map(([key, value]): [string, JsonValue] => [
      key,
      fill(value),
    ]);
    return { args: args.map(fill), kwargs: Object.fromEntries(named) };
  }
  const training = keptTraining(layer);
  const kwargs: JsonObject = training === undefined ? {} : { training };
  if (spreads(layer)) return { args: tensors, kwargs };
  const [first, ...states] = tensors;
  if (hasStates(layer) && states.length > 0) {
    return { args: [first ?? null], kwargs: { ...kwargs, initial_state: states } };
  }
  const merges = tensors.length > 1 || takesLists.has(layer.getClassName());
  return { args: merges ? [tensors] : tensors, kwargs };
}

const takesLists = new Set([
  "Add",
  "Average",
  "Concatenate",
  "Dot",
  "Maximum",
  "Minimum",
  "Multiply",
]);
/** Whose tensors are arguments of their own, and no list. */
const spreads = (layer: tf.layers.Layer): boolean =>
  layer.getClassName().endsWith("MultiHeadAttention");
const hasStates = (layer: tf.layers.Layer): boolean =>
  layer instanceof tf.RNN || layer.getClassName() === "Bidirectional";
