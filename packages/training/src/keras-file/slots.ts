/** An optimizer's variables in Keras's order, and as this package keeps them. */
import type * as tf from "@tensorflow/tfjs";
import type { Optimizer } from "../optimizers/optimizer";
import type { OptimizerState, SavedTensor } from "../trainer/state";
import { optimizerTable } from "./optimizer-table";
import type { SavedLayer, SavedOptimizer, SavedVariable } from "./saved";

type Weight = tf.LayersModel["trainableWeights"][number];

/** A variable to write; the element types are Keras's. */
export interface WrittenVariable {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int64";
  readonly data: Float32Array | BigInt64Array;
}

/**
 * Places of the slots in this package's order, for each of Keras's in turn.
 *
 * @param weights places of the trainable weights in Keras's order
 */
function slotOrder(optimizer: Optimizer, weights: readonly number[]): number[] {
  const { slotNames } = optimizer;
  const count = weights.length;
  const behind = slotNames.length * count;
  const groups = optimizerTable[optimizer.className]?.groups ?? [];
  const averages = optimizer.useEma ? weights.map((at) => behind + at) : [];
  const sums = behind + averages.length;
  const accumulated =
    optimizer.gradientAccumulationSteps === null ? [] : weights.map((at) => sums + at);
  const slots = groups.flatMap((group) => {
    const kept = group.filter((name) => slotNames.includes(name));
    return weights.flatMap((at) =>
      kept.map((name) => at * slotNames.length + slotNames.indexOf(name)),
    );
  });
  return [...averages, ...accumulated, ...slots];
}

/**
 * Places in `model.trainableWeights` of the weights in the order of a file's layers, which is the order that Keras's optimizers
 * keep; null when a weight is in none of them.
 */
export function kerasOrder(
  model: tf.LayersModel,
  layers: readonly SavedLayer[],
): readonly number[] | null {
  const place = new Map(model.trainableWeights.map((weight, i) => [weight.id, i]));
  const found = new Set<number>();
  const visit = (container: tf.LayersModel, saved: readonly SavedLayer[]): void => {
    const byName = new Map(container.layers.map((layer) => [layer.name, layer]));
    for (const { name, layers: inner } of saved) {
      const layer = byName.get(name);
      if (!layer) continue;
      if (inner.length > 0 && "layers" in layer) visit(layer as tf.LayersModel, inner);
      else {
        for (const weight of layer.trainableWeights) {
          const at = place.get(weight.id);
          if (at !== undefined) found.add(at);
        }
      }
    }
  };
  visit(model, layers);
  return found.size === place.size ? [...found] : null;
}

const numberOf = (variable: SavedVariable | undefined): number => Number(variable?.data[0] ?? 0);

/** The state that a file holds, for an optimizer that is built; or why it does not fit. */
export function stateOf(
  optimizer: Optimizer,
  weights: readonly Weight[],
  order: readonly number[],
  saved: SavedOptimizer,
): OptimizerState | { readonly reason: string } {
  const { variables } = saved;
  const first = optimizer.isScheduled ? 1 : 2;
  const start = { className: optimizer.className, iterations: numberOf(variables[0]) };
  const learningRate = optimizer.isScheduled ? null : Math.fround(numberOf(variables[1]));
  if (variables.length <= first) return { ...start, learningRate, scalars: {}, slots: [] }; // compiled, and never fitted
  const places = slotOrder(optimizer, order);
  const last = optimizerTable[optimizer.className]?.last;
  const wanted = first + places.length + (last === undefined ? 0 : 1);
  if (variables.length !== wanted) {
    return {
      reason: `the file has ${variables.length} variables of ${optimizer.className}; this model's has ${wanted}`,
    };
  }
  const slots: SavedTensor[] = [];
  for (const [i, place] of places.entries()) {
    const variable = variables[first + i];
    const weight = weights[weightOf(place, weights.length, optimizer.slotNames.length)];
    if (!variable || !weight || variable.shape.join() !== weight.shape.join()) {
      return {
        reason: `variable ${first + i} of ${optimizer.className} has shape [${variable?.shape.join(", ") ?? ""}]; the weight has [${weight?.shape.join(", ") ?? ""}]`,
      };
    }
    slots[place] = {
      name: `slot_${place}`,
      shape: [...variable.shape],
      dtype: "float32",
      values: Float32Array.from(variable.data as ArrayLike<number>),
    };
  }
  const scalars = last === undefined ? {} : { [last]: numberOf(variables.at(-1)) };
  return { ...start, learningRate, scalars, slots };
}

/** The weight whose slot stands at a place. */
function weightOf(place: number, weights: number, names: number): number {
  const slots = weights * names;
  return place < slots ? Math.floor(place / names) : (place - slots) % weights;
}

/** The variables that Keras keeps of a built optimizer's state. */
export function variablesOf(optimizer: Optimizer, state: OptimizerState): WrittenVariable[] {
  const scalar = (value: number): WrittenVariable => ({
    shape: [],
    dtype: "float32",
    data: Float32Array.of(value),
  });
  const count = optimizer.slots.length;
  const places = slotOrder(
    optimizer,
    Array.from({ length: count }, (_, i) => i),
  );
  const last = optimizerTable[optimizer.className]?.last;
  const slots = places.flatMap((place): WrittenVariable[] => {
    const slot = state.slots[place];
    return slot
      ? [{ shape: slot.shape, dtype: "float32", data: Float32Array.from(slot.values) }]
      : [];
  });
  return [
    { shape: [], dtype: "int64", data: BigInt64Array.of(BigInt(state.iterations)) },
    ...(state.learningRate === null ? [] : [scalar(state.learningRate)]),
    ...slots,
    ...(last === undefined ? [] : [scalar(state.scalars[last] ?? 1)]),
  ];
}
