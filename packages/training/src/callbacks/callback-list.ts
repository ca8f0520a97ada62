/** Calls the hooks of several callbacks in order. */
import type * as tf from "@tensorflow/tfjs";
import { isChief } from "../cluster/current-cluster";
import type { Callback, CallbackParams, HookResult, Logs } from "./callback";
import type { Trainer } from "../trainer/trainer";

type PlainHook = {
  [K in keyof Callback]-?: NonNullable<Callback[K]> extends (logs: Logs) => HookResult ? K : never;
}[keyof Callback];
type IndexedHook =
  | "onEpochBegin"
  | "onEpochEnd"
  | "onPredictBatchBegin"
  | `on${"Train" | "Test"}Batch${"Begin" | "End"}`;

export class CallbackList {
  /** All of the run, those that are called on the chief alone included. */
  readonly given: readonly Callback[];
  readonly #callbacks: readonly Callback[];

  /** @param callbacks in the order of their hooks, but for those that act last */
  constructor(callbacks: readonly Callback[], trainer: Trainer, params: CallbackParams) {
    this.given = callbacks;
    const called = callbacks.filter(({ chiefOnly }) => isChief() || chiefOnly !== true);
    this.#callbacks = [
      ...called.filter(({ actsLast }) => actsLast !== true),
      ...called.filter(({ actsLast }) => actsLast === true),
    ];
    for (const callback of this.#callbacks) {
      callback.setTrainer?.(trainer);
      callback.setCallbacks?.(this.#callbacks);
      callback.setParams?.(params);
    }
  }

  /** Whether a callback has a hook around training batches in which it may read or write weights. */
  get readsWeightsInBatches(): boolean {
    return this.#callbacks.some(
      (callback) =>
        callback.readsWeights !== false &&
        ("onTrainBatchBegin" in callback || "onTrainBatchEnd" in callback),
    );
  }

  async call(hook: Exclude<PlainHook, `set${string}`>, logs: Logs = {}): Promise<void> {
    for (const callback of this.#callbacks) await callback[hook]?.(logs);
  }

  async at(hook: IndexedHook, index: number, logs: Logs = {}): Promise<void> {
    for (const callback of this.#callbacks) await callback[hook]?.(index, logs);
  }

  /** The end of a batch of `predict`, with its predictions. */
  async predicted(batch: number, outputs: readonly tf.Tensor[]): Promise<void> {
    const [only, ...others] = outputs;
    const logs = { outputs: only && others.length === 0 ? only : outputs };
    for (const callback of this.#callbacks) await callback.onPredictBatchEnd?.(batch, logs);
  }
}
