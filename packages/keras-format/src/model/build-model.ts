/** Makes a tfjs model of planned layers: a stack of them, or a graph. */
import * as tf from "@tensorflow/tfjs";
import { isOperation } from "../archive/layer-tree";
import {
  type GraphNode,
  isLegacy,
  nodesOf,
  referencesOf,
  type TensorReference,
} from "../config/graph";
import { isList, isObject, textAt } from "../config/json";
import { modernArguments } from "../config/lambda";
import { KerasFormatError, saidBy } from "../errors";
import { OperationLayer } from "../layers/operation-layer";
import { operations } from "../layers/operations";
import type { Shape } from "../layers/own-layer";
import { apart } from "../layers/same-again";
import type { JsonObject, JsonValue, KerasLayer } from "../types";
import { callArguments } from "./call-arguments";
import { guardWeights } from "./guard-weights";
import { keepTraining, runOutsideTraining } from "./outside-training";
import { type PlanContext, planLayer } from "./plan-layer";

/** A model of the file, planned: `make` builds it, layer by layer, and remembers which layer is which entry's. */
export interface ModelPlan {
  readonly make: (made: Map<KerasLayer, tf.layers.Layer>) => tf.LayersModel;
}

/** An entry of the configuration beside what was read of it. */
interface Pair {
  readonly entry: JsonObject;
  readonly layer: KerasLayer;
}

const pairsOf = (config: JsonObject, layers: readonly KerasLayer[]): Pair[] => {
  const list = isList(config["layers"]) ? config["layers"] : [];
  return layers.map((layer, i) => {
    const entry = list[i];
    return { entry: isObject(entry) ? entry : {}, layer };
  });
};

const isModel = (className: string): boolean =>
  className === "Sequential" || className === "Functional";

/** Plans a model and everything in it. Reasons against it are among the notes. */
export function planModel(
  className: string,
  name: string,
  config: JsonObject,
  layers: readonly KerasLayer[],
  context: PlanContext,
): ModelPlan | null {
  const about = { name, className };
  const pairs = pairsOf(config, layers);
  if (className === "Sequential") return planSequential(about, config, pairs, context);
  if (className === "Functional" && referencesOf(config["output_layers"]).length > 0)
    return planGraph(about, config, pairs, context);
  context.notes.refusal(
    about,
    "is a model of a class of its own; Sequential and Functional ones are carried over",
  );
  return null;
}

type Maker = (made: Map<KerasLayer, tf.layers.Layer>, shapes: readonly Shape[]) => tf.layers.Layer;

/** One layer or inner model. */
function planEntry({ layer }: Pair, context: PlanContext): Maker | null {
  if (isModel(layer.className)) {
    const plan = planModel(layer.className, layer.name, layer.config, layer.layers, context);
    return plan && ((made) => plan.make(made));
  }
  if (layer.layers.length > 0) {
    context.notes.refusal(
      layer,
      "is a model of a class of its own; Sequential and Functional ones are carried over",
    );
    return null;
  }
  const make = planLayer(layer, context);
  return (
    make &&
    ((_, shapes) =>
      guardWeights(
        named(layer, () => make(shapes)),
        layer,
        context.slack,
      ))
  );
}

/** What a layer's class says of its settings, with the layer's name. */
function named<T>({ name, className }: KerasLayer, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (KerasFormatError.is(error)) throw error;
    throw new KerasFormatError(
      "unsupported",
      `toLayersModel: layer "${name}" (${className}) cannot be made: ${saidBy(error).replace(/\.?$/, ".")}`,
      { cause: error },
    );
  }
}

function planSequential(
  about: { readonly name: string; readonly className: string },
  config: JsonObject,
  pairs: readonly Pair[],
  context: PlanContext,
): ModelPlan | null {
  const input = pairs.find(({ layer }) => layer.className === "InputLayer")?.layer;
  const shape =
    input?.config["batch_shape"] ?? config["build_input_shape"] ?? innerShape(pairs[0]?.layer);
  if (!isList(shape)) {
    context.notes.refusal(about, "was saved before it was built, so its input shape is unknown");
  }
  const inner = pairs.filter(({ layer }) => layer.className !== "InputLayer");
  const makers = inner.map((pair) => planEntry(pair, context));
  if (!isList(shape) || makers.includes(null)) return null;
  const batchShape = shape as (number | null)[];
  return {
    make: (made) => {
      const model = tf.sequential({ name: about.name });
      if (inner.length === 0) {
        const start = tf.layers.inputLayer({ batchInputShape: batchShape });
        model.add(start);
      }
      inner.forEach(({ layer }, i) => {
        const shape = i === 0 ? batchShape : (model.outputShape as Shape);
        const each = (makers[i] as Maker)(made, [shape]);
        made.set(layer, each);
        const isWhole = each instanceof tf.LayersModel;
        if (i === 0 && isWhole && !(each instanceof tf.Sequential)) {
          model.add(tf.layers.inputLayer({ batchInputShape: batchShape }));
        } else if (i === 0) {
          each.batchInputShape = [...batchShape];
          const dtype = input && textAt(input.config, "dtype");
          if (dtype?.startsWith("int") === true) (each as { dtype: string }).dtype = "int32";
        }
        model.add(each);
      });
      if (config["trainable"] === false) model.trainable = false;
      return model;
    },
  };
}

/** A Sequential may begin with a model that knows its own input. */
function innerShape(layer: KerasLayer | undefined): JsonValue | undefined {
  if (!layer || !isModel(layer.className)) return undefined;
  const input = layer.layers.find(({ className }) => className === "InputLayer");
  return (
    input?.config["batch_shape"] ?? layer.config["build_input_shape"] ?? innerShape(layer.layers[0])
  );
}

interface PlannedCall {
  readonly node: GraphNode;
  readonly pair: Pair;
}

function planGraph(
  about: { readonly name: string; readonly className: string },
  config: JsonObject,
  pairs: readonly Pair[],
  context: PlanContext,
): ModelPlan | null {
  const { notes } = context;
  const byName = new Map(
    pairs.map((pair) => [textAt(pair.entry, "name") ?? pair.layer.name, pair]),
  );
  const isOld = pairs.some(({ entry }) => isLegacy(entry["inbound_nodes"]));
  // To Keras 2, the calls of a model within a model begin with the model's own making.
  const current = (reference: TensorReference): TensorReference => {
    const isInner = isModel(byName.get(reference.layer)?.layer.className ?? "");
    return isOld && isInner ? { ...reference, node: Math.max(0, reference.node - 1) } : reference;
  };
  const outputs = referencesOf(config["output_layers"]).map(current);
  const inputs = referencesOf(config["input_layers"]);
  const calls = new Map<string, PlannedCall>();
  const makers = new Map<Pair, Maker>();
  const refused = notes.list.length;
  // Only what the outputs need: Keras keeps the layers of masks among the others, which tfjs makes itself.
  const open = new Set<string>();
  const plan = (reference: TensorReference): void => {
    const key = `${reference.layer}/${reference.node}`;
    if (open.has(key)) throw damaged(about.name, "its layers form a ring");
    if (calls.has(key)) return;
    const pair = byName.get(reference.layer);
    if (!pair) throw damaged(about.name, `there is no layer "${reference.layer}"`);
    if (pair.layer.className === "InputLayer") {
      const shape = pair.layer.config["batch_shape"];
      if (isList(shape) && shape.length < 2)
        notes.refusal(
          pair.layer,
          "takes one number for each example, without an axis; tfjs has no such input",
        );
      return;
    }
    const nodes = nodesOf(pair.entry["inbound_nodes"])?.map((each) => ({
      ...each,
      inputs: each.inputs.map(current),
    }));
    const node = nodes?.[reference.node];
    if (!nodes || !node)
      throw damaged(about.name, `call ${reference.node} of layer "${reference.layer}" is missing`);
    const found = unknownFunction(pair) ?? callArguments(node, pair.layer, byName);
    if ("reason" in found) {
      notes.refusal(pair.layer, found.reason);
      return;
    }
    calls.set(key, { node: found.node, pair });
    open.add(key);
    for (const input of found.node.inputs) plan(input);
    open.delete(key);
    if (!makers.has(pair) && !isOperation(pair.entry)) {
      const maker = planEntry(pair, context);
      if (maker) makers.set(pair, maker);
    }
    if (isOperation(pair.entry) && !Object.hasOwn(operations, pair.layer.className)) {
      notes.refusal(
        pair.layer,
        `is the operation ${pair.layer.className} of ${pair.layer.module ?? "keras.ops"}, which is not carried over`,
      );
    }
  };
  for (const output of outputs) plan(output);
  for (const pair of pairs) checkTraining(pair, calls, context, isOld);
  if (notes.list.slice(refused).some(({ kind }) => kind === "refusal")) return null;
  return {
    make: (made) =>
      makeGraph(about.name, config, { inputs, outputs, calls, makers, byName, isOld }, made),
  };
}

const damaged = (model: string, what: string): KerasFormatError =>
  new KerasFormatError(
    "invalid-file",
    `toLayersModel: the graph of "${model}" is damaged: ${what}.`,
  );

/** Keras 2's layer around a function of TensorFlow's that has no row in lambda.ts. */
function unknownFunction({ layer }: Pair): { readonly reason: string } | null {
  if (layer.className !== "TFOpLambda" && layer.className !== "SlicingOpLambda") return null;
  const name = textAt(layer.config, "function") ?? "without a name";
  return { reason: `is TensorFlow's function ${name}, which is not carried over` };
}

/**
 * Keras 3 writes the argument `training` of every call, the default too (true for layers that draw and for Resizing, false for Dropout),
 * and sets it aside in `fit`, `evaluate` and `predict`, which pass their own on. In Keras 2 it counts; there a layer whose calls
 * differ cannot be told apart by tfjs.
 */
function checkTraining(
  pair: Pair,
  calls: ReadonlyMap<string, PlannedCall>,
  { notes }: PlanContext,
  isOld: boolean,
): void {
  const said = new Set(
    Array.from(calls.values())
      .filter((call) => call.pair === pair)
      .map(({ node }) => node.kwargs["training"] ?? null),
  );
  if (!isOld) {
    const meant = isModel(pair.layer.className) ? said.has(true) || said.has(false) : false;
    if (meant) notes.note(pair.layer, setAside);
    return;
  }
  if (said.has(true))
    notes.loss(pair.layer, "is called with training=True, which is not carried over");
  if (said.has(false) && said.size > 1)
    notes.loss(
      pair.layer,
      "is called with training=False in some places alone, which is not carried over",
    );
}

/** A model within the model has no default of the argument: its author wrote it. */
const setAside =
  "is called with training=..., which Keras 3 sets aside in fit and predict, and so is it here; trainable=False freezes it";

interface Graph {
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
  readonly calls: ReadonlyMap<string, PlannedCall>;
  readonly makers: ReadonlyMap<Pair, Maker>;
  readonly byName: ReadonlyMap<string, Pair>;
  readonly isOld: boolean;
}

function makeGraph(
  name: string,
  config: JsonObject,
  { inputs, outputs, calls, makers, byName, isOld }: Graph,
  made: Map<KerasLayer, tf.layers.Layer>,
): tf.LayersModel {
  const results = new Map<string, tf.SymbolicTensor[]>();
  for (const { layer } of inputs) {
    const entry = byName.get(layer)?.layer;
    const shape = entry?.config["batch_shape"];
    if (!entry || !isList(shape)) throw damaged(name, `input "${layer}" has no shape`);
    const dtype = textAt(entry.config, "dtype")?.startsWith("int") === true ? "int32" : "float32";
    results.set(`${layer}/0`, [
      tf.input({ batchShape: [...shape] as number[], name: layer, dtype }),
    ]);
  }
  const compute = ({ layer, node, tensor }: TensorReference): tf.SymbolicTensor => {
    const key = `${layer}/${node}`;
    const known = results.get(key);
    const found = known ?? run(key);
    results.set(key, found);
    const symbol = found[tensor];
    if (!symbol) throw damaged(name, `layer "${layer}" has no output ${tensor}`);
    return symbol;
  };
  const run = (key: string): tf.SymbolicTensor[] => {
    const call = calls.get(key);
    if (!call) throw damaged(name, `"${key}" is not an input of it`);
    const { node, pair } = call;
    const given = node.inputs.map(compute);
    const layer = layerOf(pair, node, given);
    const [only] = given;
    if (given.length === 0 || !only) throw damaged(name, `layer "${pair.layer.name}" has no input`);
    const single = given.length === 1 && !takesLists(pair.layer.className);
    const out = layer.apply(single ? only : apart(layer.name, given)) as
      | tf.SymbolicTensor
      | tf.SymbolicTensor[];
    return Array.isArray(out) ? out : [out];
  };
  const layerOf = (
    pair: Pair,
    node: GraphNode,
    given: readonly tf.SymbolicTensor[],
  ): tf.layers.Layer => {
    const { entry, layer } = pair;
    const known = made.get(layer);
    if (known) return known;
    const found = isOperation(entry)
      ? operationLayer(layer, node)
      : makers.get(pair)?.(
          made,
          given.map(({ shape }) => shape),
        );
    if (!found) throw damaged(name, `layer "${layer.name}" was not planned`);
    const { training } = node.kwargs;
    if (typeof training === "boolean") keepTraining(found, training);
    if (isOld && training === false) runOutsideTraining(found);
    made.set(layer, found);
    return found;
  };
  const ends = outputs.map(compute);
  const starts = inputs.map(
    ({ layer }) => (results.get(`${layer}/0`) as tf.SymbolicTensor[])[0] as tf.SymbolicTensor,
  );
  const model = tf.model({ inputs: starts, outputs: ends, name });
  if (config["trainable"] === false) model.trainable = false;
  return model;
}

/** An operation's constants lie in its call, so each call has a layer of its own. */
function operationLayer(layer: KerasLayer, node: GraphNode): tf.layers.Layer {
  const { config, kwargs } = modernArguments(layer.className, node.kwargs);
  const kerasCall = {
    module: layer.module ?? "keras.src.ops.numpy",
    operation: layer.className,
    config: { ...layer.config, ...config },
    args: node.args,
    kwargs,
  };
  return new OperationLayer({ name: layer.name, kerasCall });
}

/** Layers that want a list even of one. */
const takesLists = (className: string): boolean =>
  ["Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply"].includes(className);
