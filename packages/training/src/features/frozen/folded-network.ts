/** A network outside training as a list of steps, in which convolutions have their normalization and activation folded in. */
import * as tf from "@tensorflow/tfjs";
import {
  activationOf,
  FoldedConvolution,
  type FusedActivation,
  isFoldable,
  isNormalization,
} from "./folded-convolution";

type Layer = tf.layers.Layer;
type Symbol = tf.SymbolicTensor;

interface Step {
  /** The symbolic tensors that it reads and makes, by their ids. */
  readonly reads: readonly number[];
  readonly makes: number;
  readonly run: (inputs: tf.Tensor[]) => tf.Tensor;
  /** What is read for the last time here: its values are let go. */
  readonly lets: readonly number[];
}

/** Layers that make masks for those behind them; masks are not handed on here. */
const masks = /^(Flowers>)?(Masking|Embedding)$/;

/** Whether a network is one that {@link FoldedNetwork} runs: one input, one output, layers that give one tensor and keep none. */
export function isFoldableNetwork(network: tf.LayersModel): boolean {
  return (
    network.inputs.length === 1 &&
    network.outputs.length === 1 &&
    symbolsOf(network).every(
      ({ sourceLayer }) =>
        !sourceLayer.stateful &&
        !masks.test(sourceLayer.getClassName()) &&
        sourceLayer.inboundNodes.every(({ outputTensors }) => outputTensors.length === 1),
    )
  );
}

/** Everything between input and output, in an order in which it can be computed. */
function symbolsOf(network: tf.LayersModel): Symbol[] {
  const [input] = network.inputs;
  const found = new Map<number, Symbol>();
  const walk = (symbol: Symbol): void => {
    if (symbol.id === input?.id || found.has(symbol.id)) return;
    symbol.inputs.forEach(walk);
    found.set(symbol.id, symbol);
  };
  network.outputs.forEach(walk);
  return [...found.values()];
}

/**
 * Runs a network outside training. Owns the weights that it folded, reads the others from the network's layers: weights that
 * change are not followed.
 */
export class FoldedNetwork {
  readonly #input: number;
  readonly #output: number;
  readonly #steps: readonly Step[];
  readonly #folded: readonly FoldedConvolution[];

  constructor(network: tf.LayersModel) {
    const [input] = network.inputs;
    const [output] = network.outputs;
    if (!input || !output) throw new Error("unreachable: the network has an input and an output");
    this.#input = input.id;
    this.#output = output.id;
    const symbols = symbolsOf(network);
    const readers = readersOf(symbols);
    const folded: FoldedConvolution[] = [];
    const inner = new Set<number>();
    const steps: Omit<Step, "lets">[] = [];
    // From the end: the last of a chain says what folds into it.
    for (const symbol of [...symbols].reverse()) {
      if (inner.has(symbol.id)) continue;
      const chain = chainTo(symbol, readers);
      if (!chain) {
        const layer = symbol.sourceLayer;
        const run = (inputs: tf.Tensor[]): tf.Tensor => applied(layer, inputs);
        steps.unshift({ reads: symbol.inputs.map(({ id }) => id), makes: symbol.id, run });
        continue;
      }
      for (const { id } of chain.inside) inner.add(id);
      const { layer, normalization, activation } = chain;
      const convolution = new FoldedConvolution(layer, normalization, activation);
      folded.push(convolution);
      const run = ([x]: tf.Tensor[]): tf.Tensor => convolution.run(x as tf.Tensor);
      steps.unshift({ reads: [chain.reads.id], makes: symbol.id, run });
    }
    this.#folded = folded;
    this.#steps = withLastReads(steps, [this.#input, this.#output]);
  }

  /** Weights that were made by folding. */
  get foldedWeights(): readonly tf.Tensor[] {
    return this.#folded.flatMap(({ weights }) => weights);
  }

  /** The output for a batch. The caller owns it, and still owns the batch. */
  run(images: tf.Tensor): tf.Tensor {
    const known = new Map<number, tf.Tensor>([[this.#input, images]]);
    const value = (id: number): tf.Tensor => known.get(id) as tf.Tensor;
    for (const { reads, makes, run, lets } of this.#steps) {
      known.set(
        makes,
        tf.tidy(() => run(reads.map(value))),
      );
      for (const id of lets) {
        if (value(id) !== value(makes)) value(id).dispose();
        known.delete(id);
      }
    }
    return value(this.#output);
  }

  dispose(): void {
    for (const convolution of this.#folded) convolution.dispose();
  }
}

/** A layer's output as a tensor of its own, also where it hands on its input. */
function applied(layer: Layer, inputs: tf.Tensor[]): tf.Tensor {
  const [only] = inputs;
  const output = layer.apply(inputs.length === 1 && only ? only : inputs, { training: false });
  const result = (Array.isArray(output) ? output[0] : output) as tf.Tensor;
  return inputs.includes(result) ? tf.clone(result) : result;
}

function readersOf(symbols: readonly Symbol[]): ReadonlyMap<number, number> {
  const readers = new Map<number, number>();
  for (const { inputs } of symbols)
    for (const { id } of inputs) readers.set(id, (readers.get(id) ?? 0) + 1);
  return readers;
}

interface Chain {
  readonly layer: Layer;
  readonly normalization: Layer | null;
  readonly activation: FusedActivation;
  readonly reads: Symbol;
  /** What stands between the convolution and the end, the end left out. */
  readonly inside: readonly Symbol[];
}

/** Convolution, normalization, activation: the last two where they are, and nobody else reads what lies between. */
function chainTo(end: Symbol, readers: ReadonlyMap<number, number>): Chain | null {
  const inside: Symbol[] = [];
  let at = end;
  const back = (): boolean => {
    const [before] = at.inputs;
    if (!before || at.inputs.length !== 1 || readers.get(before.id) !== 1) return false;
    inside.push(before);
    at = before;
    return true;
  };
  let activation = activationOf(at.sourceLayer);
  if (activation !== null && !back()) return null;
  activation ??= "linear";
  let normalization: Layer | null = null;
  if (isNormalization(at.sourceLayer)) {
    normalization = at.sourceLayer;
    if (!back()) return null;
  }
  const [reads] = at.inputs;
  if (!reads || inside.length === 0 || !isFoldable(at.sourceLayer)) return null;
  return { layer: at.sourceLayer, normalization, activation, reads, inside };
}

function withLastReads(
  steps: readonly Omit<Step, "lets">[],
  kept: readonly number[],
): readonly Step[] {
  const seen = new Set(kept);
  return [...steps]
    .reverse()
    .map((step) => {
      const lets = [...new Set(step.reads)].filter((id) => !seen.has(id));
      for (const id of lets) seen.add(id);
      return { ...step, lets };
    })
    .reverse();
}
