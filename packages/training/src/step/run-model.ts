/**
 * Runs a model layer by layer, as tfjs's own models do, but for two things: batch normalization trains by Keras's rules
 * (docs/decisions/frozen-normalization.md), and values may be given for tensors in the middle of the model.
 */
import type * as tf from "@tensorflow/tfjs";
import type { BatchRows, MaskSource } from "@flowers/random";
import { headsOf, runHead } from "./head";
import { innerLayers, isContainer, leafLayers } from "./layers";
import { runsOutsideTraining } from "./inference-layers";
import {
  isBatchNormalization,
  isTfjsBatchNormalization,
  lacksWeights,
  normalizeByBatch,
} from "./normalization";

type Layer = tf.layers.Layer;

/** What every layer's `call` is given. */
export interface CallArguments {
  readonly training: boolean;
  /** Whether predictions shall remember the logits that they were made of (losses/logits.ts). Default false. */
  readonly remember?: boolean;
  /** Masks for layers that would draw them. */
  readonly masks?: MaskSource<tf.Tensor>;
  /** On a cluster, where the samples stand in the batch of all workers: layers draw for that one. */
  readonly rows?: BatchRows | undefined;
}

/** Values of symbolic tensors, by their ids. */
export type Values = ReadonlyMap<number, tf.Tensor>;

/** How a layer is run in training. */
type Rule = "layer by layer" | "by its averages" | "by the batch" | "with its logits";

/** Rules by layer, for layers that are not run as they are. */
type Rules = ReadonlyMap<Layer, Rule>;

/**
 * By the tree of models and layers, for frozen is what stands in a frozen model: in a Sequential that begins with a model,
 * tfjs links that model's layers themselves.
 */
function rulesOf(model: tf.LayersModel, { training, remember = false }: CallArguments): Rules {
  const rules = new Map<Layer, Rule>();
  for (const head of remember ? headsOf(model) : []) rules.set(head, "with its logits");
  for (const { layer, frozen } of training ? leafLayers(model) : []) {
    if (runsOutsideTraining(layer)) rules.set(layer, "by its averages");
    else if (!isBatchNormalization(layer)) continue;
    else if (frozen) rules.set(layer, "by its averages");
    else if (isTfjsBatchNormalization(layer) && lacksWeights(layer))
      rules.set(layer, "by the batch");
  }
  if (rules.size === 0) return rules;
  const isHeld = (layer: Layer): boolean => {
    if (rules.has(layer)) return true;
    // Not `some`: every layer is to be looked at.
    if (isContainer(layer)) {
      const held = layer.layers.map(isHeld).includes(true);
      if (held) rules.set(layer, "layer by layer");
      return held;
    }
    // A wrapper hands its call's arguments to what it wraps.
    const held = innerLayers(layer).map(isHeld).includes(true);
    if (held && training) rules.set(layer, "by its averages");
    return held;
  };
  isHeld(model);
  return rules;
}

/** The outputs of a model, one tensor each. The caller owns them. */
export function runModel(
  model: tf.LayersModel,
  inputs: readonly tf.Tensor[],
  call: CallArguments,
): tf.Tensor[] {
  if (rulesOf(model, call).size > 0) {
    return runBetween(model, valuesOf(model.inputs, inputs), model.outputs, call);
  }
  const [only] = inputs;
  return listOf(model.apply(inputs.length === 1 && only ? only : [...inputs], kwargsOf(call)));
}

/** Values for symbolic tensors in order. */
export function valuesOf(
  symbols: readonly tf.SymbolicTensor[],
  tensors: readonly tf.Tensor[],
): Values {
  const pairs = symbols.flatMap(({ id }, i) => {
    const tensor = tensors[i];
    return tensor ? [[id, tensor] as const] : [];
  });
  return new Map(pairs);
}

/** The values of some of a model's symbolic tensors, computed from the values of others. Runs in a tidy. */
export function runBetween(
  model: tf.LayersModel,
  given: Values,
  wanted: readonly tf.SymbolicTensor[],
  call: CallArguments,
): tf.Tensor[] {
  return runGraph(given, wanted, call, rulesOf(model, call)).map(({ value }) => value);
}

/** The arguments that layers are told. */
function kwargsOf({ training, masks, rows }: CallArguments): Record<string, unknown> {
  return { training, ...(masks ? { masks } : {}), ...(rows ? { rows } : {}) };
}

interface Computed {
  readonly value: tf.Tensor;
  /** Which time steps count, where a layer such as `masking` says so. */
  readonly mask: tf.Tensor | null;
}

function runGraph(
  given: Values,
  wanted: readonly tf.SymbolicTensor[],
  call: CallArguments,
  rules: Rules,
): Computed[] {
  const known = new Map<number, Computed>();
  for (const [id, value] of given) known.set(id, { value, mask: null });
  const readers = call.training ? new Map<number, number>() : readersOf(wanted, given);
  const forget = (symbol: tf.SymbolicTensor, results: readonly Computed[]): void => {
    const left = (readers.get(symbol.id) ?? Infinity) - 1;
    readers.set(symbol.id, left);
    const value = known.get(symbol.id)?.value;
    const passedOn = results.some((result) => result.value === value);
    if (left === 0 && value && !passedOn && !symbol.sourceLayer.stateful) value.dispose();
  };
  const compute = (symbol: tf.SymbolicTensor): Computed => {
    const found = known.get(symbol.id);
    if (found) return found;
    const layer = symbol.sourceLayer;
    const inputs = symbol.inputs.map(compute);
    const results = runLayer(layer, inputs, call, rules);
    // A gradient needs every value on the way; without one, each goes when its last reader has it.
    if (!call.training && rules.get(layer) !== "with its logits") {
      for (const input of symbol.inputs) forget(input, results);
    }
    nodeOutputs(symbol).forEach(({ id }, i) => {
      const result = results[i];
      if (result) known.set(id, result);
    });
    const made = known.get(symbol.id);
    if (!made) throw new Error(`Layer "${layer.name}" gave no output.`);
    return made;
  };
  return wanted.map(compute);
}

/** How many layers read each value on the way to the wanted ones. Those, and what is given, are in nobody's count. */
function readersOf(wanted: readonly tf.SymbolicTensor[], given: Values): Map<number, number> {
  const readers = new Map<number, number>();
  const seen = new Set<string>();
  const walk = (symbol: tf.SymbolicTensor): void => {
    const call = nodeOutputs(symbol)
      .map(({ id }) => id)
      .join();
    if (given.has(symbol.id) || seen.has(call)) return;
    seen.add(call);
    for (const input of symbol.inputs) {
      if (!given.has(input.id)) readers.set(input.id, (readers.get(input.id) ?? 0) + 1);
      walk(input);
    }
  };
  wanted.forEach(walk);
  for (const { id } of wanted) readers.delete(id);
  return readers;
}

function runLayer(
  layer: Layer,
  inputs: readonly Computed[],
  call: CallArguments,
  rules: Rules,
): Computed[] {
  const values = inputs.map(({ value }) => value);
  const mask = inputs.find((each) => each.mask)?.mask ?? null;
  const rule = rules.get(layer);
  if (rule === "layer by layer" && isContainer(layer)) {
    return runGraph(valuesOf(layer.inputs, values), layer.outputs, call, rules);
  }
  const [first] = values;
  if (rule === "by the batch" && isTfjsBatchNormalization(layer) && first)
    return [{ value: normalizeByBatch(layer, first), mask }];
  const kwargs: Record<string, unknown> = { ...kwargsOf(call), ...(mask ? { mask } : {}) };
  if (rule === "by its averages") kwargs["training"] = false;
  if (rule === "with its logits" && first) return [{ value: runHead(layer, first, kwargs), mask }];
  const outputs = listOf(layer.apply(values, kwargs));
  // tfjs says null for a tensor without a mask, though its types do not.
  const masks = layer.supportsMasking
    ? layer.computeMask(values, inputs.map((each) => each.mask) as tf.Tensor[])
    : null;
  const next = Array.isArray(masks) ? (masks[0] ?? null) : masks;
  return outputs.map((value) => ({ value, mask: next }));
}

/** The symbolic tensors that a layer gave in the same call as this one. */
function nodeOutputs(symbol: tf.SymbolicTensor): readonly tf.SymbolicTensor[] {
  const node = symbol.sourceLayer.inboundNodes.find(({ outputTensors }) =>
    outputTensors.some(({ id }) => id === symbol.id),
  );
  return node?.outputTensors ?? [symbol];
}

function listOf(
  output: tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.Tensor[] {
  return (Array.isArray(output) ? output : [output]) as tf.Tensor[];
}
