/** Saves a run's state within an epoch too: every half minute, and when the user stops it. */
import type { BackupAndRestore, Callback } from "@flowers/training";

/** The most work that a kill can cost. */
const saveEveryMs = 30_000;

/** Put it before the backup itself, which saves after every epoch. */
export class TimedBackup implements Callback {
  readonly readsWeights = false;
  readonly #backup: BackupAndRestore;
  readonly #signal: AbortSignal;
  #savedAt = performance.now();

  constructor(backup: BackupAndRestore, signal: AbortSignal) {
    this.#backup = backup;
    this.#signal = signal;
  }

  async onTrainBatchEnd(): Promise<void> {
    // A batch may have kept this thread busy all along; a stop that came meanwhile is heard of now, and is this batch's.
    await new Promise(setImmediate);
    if (!this.#signal.aborted && performance.now() - this.#savedAt < saveEveryMs) return;
    await this.#backup.save();
    this.#savedAt = performance.now();
  }

  onEpochEnd(): void {
    this.#savedAt = performance.now();
  }
}
