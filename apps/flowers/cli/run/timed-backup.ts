/** Saves a run's state within an epoch too: every half minute, and when the user stops it. */
import type { BackupAndRestore, Callback } from "@flowers/training";

/** The most work that a kill can cost. */
const saveEveryMs = 30_000;

/** Put it before the backup itself, which saves after every epoch. */
export class TimedBackup implements Callback {
  readonly readsWeights = false;
  #savedAt = performance.now();

  constructor(
    private readonly backup: BackupAndRestore,
    private readonly signal: AbortSignal,
  ) {}

  async onTrainBatchEnd(): Promise<void> {
    if (!this.signal.aborted && performance.now() - this.#savedAt < saveEveryMs) return;
    await this.backup.save();
    this.#savedAt = performance.now();
  }

  onEpochEnd(): void {
    this.#savedAt = performance.now();
  }
}
