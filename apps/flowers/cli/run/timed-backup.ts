/** Saves a run's state within an epoch too: every half minute, and when the user stops it. */
import type { BackupAndRestore, Callback } from "@flowers/training";

/** The most work that a kill can cost. */
const saveEveryMs = 30_000;

/**
 * Put it before the backup itself, which saves after every epoch, and give `fit` the signal {@link TimedBackup.saved}: so the
 * batch after which a run stops is the one that was saved last, whenever the user's signal comes.
 */
export class TimedBackup implements Callback {
  readonly readsWeights = false;
  readonly chiefOnly = true;
  readonly #backup: BackupAndRestore;
  readonly #signal: AbortSignal;
  readonly #saved = new AbortController();
  #savedAt = performance.now();

  /** @param signal the user's wish to stop */
  constructor(backup: BackupAndRestore, signal: AbortSignal) {
    this.#backup = backup;
    this.#signal = signal;
  }

  /** Aborted when the user wants to stop and what was done is saved. */
  get saved(): AbortSignal {
    return this.#saved.signal;
  }

  async onTrainBatchEnd(): Promise<void> {
    // A batch may have kept this thread busy all along; a stop that came meanwhile is heard of now.
    await new Promise(setImmediate);
    const { aborted } = this.#signal;
    if (!aborted && performance.now() - this.#savedAt < saveEveryMs) return;
    await this.#backup.save();
    this.#savedAt = performance.now();
    if (aborted) this.#stop();
  }

  /** Validation is not worth saving: it is run again. */
  onTestBatchEnd(): void {
    if (this.#signal.aborted) this.#stop();
  }

  onEpochEnd(): void {
    this.#savedAt = performance.now();
  }

  #stop(): void {
    this.#saved.abort(this.#signal.reason);
  }
}
