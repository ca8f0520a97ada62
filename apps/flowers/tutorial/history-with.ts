/** A training's history, as its callbacks see it. */
import type { Logs, Trainer } from "@flowers/training";

/** One value per epoch for each name, in alphabetical order, as Keras has it. */
export type Curves = Readonly<Record<string, readonly number[]>>;

/**
 * The trainer's history and the epoch that has just ended: for `onEpochEnd`, which a trainer calls before it records the
 * epoch. Outside of it, `trainer.history` has all.
 *
 * @example
 * ```ts
 * onEpochEnd(_epoch: number, logs: Logs): void {
 *   show(historyWith(this.#trainer, logs));
 * }
 * ```
 */
export function historyWith({ history }: Pick<Trainer, "history">, logs: Logs): Curves {
  const before: Curves = history?.history ?? {};
  const names = Object.keys(logs).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(
    names.map((name) => [name, [...(before[name] ?? []), logs[name] ?? Number.NaN]]),
  );
}
