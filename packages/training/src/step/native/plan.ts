/**
 * How a model is compiled: what draws random numbers and cannot be handed them (augmentation) runs eagerly in front, with
 * all that comes before it; the rest is the graph.
 */
import * as tf from "@tensorflow/tfjs";
import type { BatchRows } from "@flowers/random";
import { innerLayers, isContainer, leafLayers } from "../layers";
import { type CallArguments, runBetween, runModel, valuesOf } from "../run-model";

type Layer = tf.layers.Layer;
type Symbols = readonly tf.SymbolicTensor[];

export interface Plan {
  /** Runs what is in front; the model's inputs themselves where nothing is. The caller owns what is made. */
  readonly front: (inputs: readonly tf.Tensor[], rows?: BatchRows) => tf.Tensor[];
  /** The model's outputs in training, from what {@link front} gave. */
  readonly rest: (cut: readonly tf.Tensor[], call: CallArguments) => tf.Tensor[];
}

/** The plan for a model, or in one clause why it cannot be compiled. */
export function planOf(model: tf.LayersModel): Plan | string {
  const leaves = leafLayers(model);
  const stateful = leaves.find(({ layer }) => layer.stateful);
  if (stateful) return `layer "${stateful.layer.name}" keeps a state from batch to batch`;
  const odd = leaves
    .filter(({ layer }) => !countsOnly(layer))
    .flatMap(({ layer }) => layer.weights)
    .find((weight) => weight.read().dtype !== "float32");
  if (odd) return `weight "${odd.name}" is not float32`;
  if (!leaves.some(({ layer }) => drawsUnfed(layer))) {
    return {
      front: (inputs) => [...inputs],
      rest: (inputs, call) => runModel(model, inputs, call),
    };
  }
  return planWithFront(model);
}

/** Keras's Normalization holds a whole number that nobody reads. */
const countsOnly = (layer: Layer): boolean =>
  /^(Flowers>)?Normalization$/.test(layer.getClassName());

/** Whether a layer draws random numbers in training and takes no masks. */
function drawsUnfed(layer: Layer): boolean {
  if ("seedGenerator" in layer && layer.seedGenerator !== null && !("drawMask" in layer))
    return true;
  const inner = isContainer(layer) ? layer.layers : innerLayers(layer);
  return inner.some(drawsUnfed);
}

function planWithFront(model: tf.LayersModel): Plan | string {
  const inputs = new Set(model.inputs.map(({ id }) => id));
  const behind = symbolsBehind(model.outputs, inputs);
  const front = symbolsBehind(
    behind.filter(({ sourceLayer }) => drawsUnfed(sourceLayer)),
    inputs,
  );
  const learning = front.find(({ sourceLayer }) => sourceLayer.trainableWeights.length > 0);
  if (learning) {
    return `layer "${learning.sourceLayer.name}" learns in front of a layer that draws random numbers and takes no masks`;
  }
  const ids = new Set([...inputs, ...front.map(({ id }) => id)]);
  // What the rest reads of the front and of the inputs.
  const rest = behind.filter(({ id }) => !ids.has(id));
  const read = [...model.outputs, ...rest.flatMap((symbol) => symbol.inputs)];
  const cut = unique(read.filter(({ id }) => ids.has(id)));
  return {
    front: (tensors, rows) =>
      tf.tidy(() =>
        runBetween(model, valuesOf(model.inputs, tensors), cut, { training: true, rows }).map(
          (each) => tf.clone(each),
        ),
      ),
    rest: (tensors, call) => runBetween(model, valuesOf(cut, tensors), model.outputs, call),
  };
}

function unique(symbols: Symbols): Symbols {
  return [...new Map(symbols.map((symbol) => [symbol.id, symbol])).values()];
}

/** These symbolic tensors and all that they are made of, the model's inputs left out. */
function symbolsBehind(symbols: Symbols, inputs: ReadonlySet<number>): Symbols {
  const found = new Map<number, tf.SymbolicTensor>();
  const walk = (symbol: tf.SymbolicTensor): void => {
    if (found.has(symbol.id) || inputs.has(symbol.id)) return;
    found.set(symbol.id, symbol);
    symbol.inputs.forEach(walk);
  };
  symbols.forEach(walk);
  return [...found.values()];
}
