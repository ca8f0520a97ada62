/** What `compile` gives: a model, its optimizer, and the loop that trains it. */
import type * as tf from "@tensorflow/tfjs";
import type { Direction } from "../metrics/metric";
import type { TrainerState } from "./state";

/** The part of an optimizer that a callback may read and set. */
export interface RateHolder {
  /** The rate of the next batch. Setting it ends a schedule. */
  learningRate: number;
  /** Whether a schedule decides the rate. */
  readonly isScheduled?: boolean;
  /** Batches applied so far. */
  readonly iterations: number;
}

/** What callbacks and savers see of the trainer that runs them. */
export interface Trainer {
  readonly model: tf.LayersModel;
  readonly optimizer: RateHolder;
  /** Set to true in a hook: training ends after the current batch or epoch. */
  stopTraining: boolean;
  /** The history of the run that is under way or, outside of one, of the last; null before the first. */
  readonly history: TrainerState["history"] | null;
  /** Epoch and batch that a state taken now would name. */
  readonly position: { readonly epoch: number; readonly batch: number };
  /** Which way a logged value, without `val_`, gets better, by the metric's own word; null when it says nothing. */
  direction?(name: string): Direction | null;
  /** Exchanges the weights and their moving averages; a second call puts them back. False if there are none. */
  swapAverages?(): boolean;
  /** A copy of everything that resuming needs, taken between two batches. */
  getState(): Promise<TrainerState>;
  /**
   * Puts a state back. Called before `fit`, or in `onTrainBegin`, the run continues at `state.epoch` and `state.batch`.
   */
  setState(state: TrainerState): void;
}
