/** What a callback may do during `fit`, `evaluate` and `predict`: Keras's hooks. */
import type * as tf from "@tensorflow/tfjs";
import type { Trainer } from "../trainer/trainer";

/** Named values of a batch or an epoch, such as `{ accuracy: 0.5, loss: 1.2, val_loss: 1.3 }`. */
export type Logs = Record<string, number>;

/** What the end of a batch of `predict` tells. */
export interface PredictLogs {
  /** `[batch, ...]`; a list for a model of several outputs. Not to be disposed of; a clone may be kept. */
  readonly outputs: tf.Tensor | readonly tf.Tensor[];
}

/** What every callback is told before anything runs. */
export interface CallbackParams {
  /** 0 is silent, 1 a progress bar, 2 one line per epoch. */
  readonly verbose: 0 | 1 | 2;
  /** Epochs in all; 1 for `evaluate` and `predict`. */
  readonly epochs: number;
  /** Batches per epoch; null while that is unknown. */
  readonly steps: number | null;
}

/** What a hook may give back: nothing, or a promise that is awaited before training continues. */
export type HookResult = void | Promise<void>;

/**
 * Hooks that a trainer calls, in the order of the list it was given. Every hook is optional and may be asynchronous;
 * training waits for it. Logs are plain numbers and may be kept; values that a hook adds to the logs of an epoch reach
 * the callbacks after it and the {@link History}.
 */
export interface Callback {
  /**
   * Say false if the batch hooks of this callback look at nothing but their arguments. On native TensorFlow the weights live
   * in the compiled step; they are copied back for every batch hook that may want them, which takes time. Default true.
   */
  readonly readsWeights?: boolean;
  /**
   * Say true for a callback that looks at what the others did: its hooks are called after theirs, whatever its place in
   * the list.
   */
  readonly actsLast?: boolean;
  /**
   * Say true for a callback that writes files or shows progress: on a cluster, where every worker has the same numbers, only the
   * chief's is called. Default false.
   */
  readonly chiefOnly?: boolean;
  /** Called once before everything else. */
  setTrainer?(trainer: Trainer): void;
  /** Called once with all callbacks of the run, this one included, in the order of their hooks. */
  setCallbacks?(callbacks: readonly Callback[]): void;
  setParams?(params: CallbackParams): void;
  onTrainBegin?(logs: Logs): HookResult;
  onTrainEnd?(logs: Logs): HookResult;
  /** @param epoch counted from 0 */
  onEpochBegin?(epoch: number, logs: Logs): HookResult;
  /** @param logs metrics of the epoch, `val_` ones included */
  onEpochEnd?(epoch: number, logs: Logs): HookResult;
  /** @param batch counted from 0 within the epoch */
  onTrainBatchBegin?(batch: number, logs: Logs): HookResult;
  /** @param logs running values of the epoch up to and including this batch, as in Keras */
  onTrainBatchEnd?(batch: number, logs: Logs): HookResult;
  onTestBegin?(logs: Logs): HookResult;
  onTestEnd?(logs: Logs): HookResult;
  onTestBatchBegin?(batch: number, logs: Logs): HookResult;
  onTestBatchEnd?(batch: number, logs: Logs): HookResult;
  onPredictBegin?(logs: Logs): HookResult;
  onPredictEnd?(logs: Logs): HookResult;
  onPredictBatchBegin?(batch: number, logs: Logs): HookResult;
  /** @param logs `outputs`: the batch's predictions, which stay the trainer's */
  onPredictBatchEnd?(batch: number, logs: PredictLogs): HookResult;
}
