/** What `fit` gives back: every metric of every epoch. */
import type { CallbackParams, Logs } from "../callbacks/callback";
import type { TrainerState } from "./state";

/** Why a run ended before its last epoch. */
export type Stopped = "aborted" | "callback";

/**
 * Keras's History: `history.history.loss[e]` is the loss of the e-th epoch that ran. Names are sorted; lists of `val_`
 * values are shorter where validation did not run after every epoch. Plain numbers throughout.
 */
export class History {
  readonly history: Record<string, number[]> = {};
  readonly epoch: number[] = [];
  /** Null when every epoch ran. */
  stopped: Stopped | null = null;

  constructor(readonly params: CallbackParams) {}

  /** Starts with the epochs of another. */
  take({ epoch, history }: TrainerState["history"]): void {
    this.epoch.push(...epoch);
    for (const [name, values] of Object.entries(history)) this.history[name] = [...values];
  }

  /** Adds an epoch. */
  add(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(sortedLogs(logs)))
      (this.history[name] ??= []).push(value);
  }
}

/** Logs by name, in code-unit order, as Keras gives them. */
export function sortedLogs(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
