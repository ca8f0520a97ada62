/** Calls the hooks of several callbacks in order. */
import type { Callback, CallbackParams, HookResult, Logs } from "./callback";
import type { Trainer } from "./trainer";

type PlainHook = {
  [K in keyof Callback]-?: NonNullable<Callback[K]> extends (logs: Logs) => HookResult ? K : never;
}[keyof Callback];
type IndexedHook =
  "onEpochBegin" | "onEpochEnd" | `on${"Train" | "Test" | "Predict"}Batch${"Begin" | "End"}`;

export class CallbackList {
  constructor(
    private readonly callbacks: readonly Callback[],
    trainer: Trainer,
    params: CallbackParams,
  ) {
    for (const callback of callbacks) {
      callback.setTrainer?.(trainer);
      callback.setParams?.(params);
    }
  }

  /** Whether a callback has a hook around training batches in which it may read or write weights. */
  get readsWeightsInBatches(): boolean {
    return this.callbacks.some(
      (callback) =>
        callback.readsWeights !== false &&
        ("onTrainBatchBegin" in callback || "onTrainBatchEnd" in callback),
    );
  }

  async call(hook: Exclude<PlainHook, "setTrainer" | "setParams">, logs: Logs = {}): Promise<void> {
    for (const callback of this.callbacks) await callback[hook]?.(logs);
  }

  async at(hook: IndexedHook, index: number, logs: Logs = {}): Promise<void> {
    for (const callback of this.callbacks) await callback[hook]?.(index, logs);
  }
}
