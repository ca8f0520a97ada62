/** Everything that a stopped run needs to continue as if it had never stopped. */
import type { SavedTensor } from "@flowers/files";
import type { RandomStateSnapshot, SeedPair } from "@flowers/random";

export type { SavedTensor };

/** An optimizer's slots and counters. */
export interface OptimizerState {
  /** Keras's class name, such as `"Adam"`. */
  readonly className: string;
  /** Batches applied so far. */
  readonly iterations: number;
  /** The rate as a number; null while a schedule decides it. */
  readonly learningRate: number | null;
  /** Running scalars that are not tensors, such as Nadam's product. */
  readonly scalars: Readonly<Record<string, number>>;
  /** Slots in the order of the trainable weights, then moving averages and sums of gradients. Empty before the first batch. */
  readonly slots: readonly SavedTensor[];
}

/**
 * A run's state between two batches. Plain data: numbers, strings and typed arrays, so that `structuredClone` and
 * binary formats take it as it is.
 */
export interface TrainerState {
  readonly version: 1;
  /** The epoch to continue in, counted from 0. */
  readonly epoch: number;
  /** Batches of that epoch already trained on. */
  readonly batch: number;
  /** Weights of the model in `model.weights` order. */
  readonly weights: readonly SavedTensor[];
  readonly optimizer: OptimizerState;
  /** Stream of every layer with a `seedGenerator`, by the layer's place in the model. */
  readonly streams: Readonly<Record<string, SeedPair>>;
  readonly globalRandom: RandomStateSnapshot;
  /** Sums behind the running loss and metrics of the current epoch. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** The history up to the last finished epoch. */
  readonly history: {
    readonly epoch: readonly number[];
    readonly history: Readonly<Record<string, readonly number[]>>;
  };
}
