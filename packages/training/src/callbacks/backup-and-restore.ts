/** Lets a run that was stopped anywhere go on as if it had never stopped. */
import { files } from "#platform";
import type { Callback, Logs } from "../callback";
import { TrainingError } from "../errors";
import type { FileStore } from "../platform/contract";
import type { TrainerState } from "../state";
import type { Trainer } from "../trainer";
import { BatchCounter, checkSaveFreq, type SaveFreq } from "./batch-counter";
import type { CallbackState, ResumableCallback } from "./messages";
import { decodeRunState, encodeRunState } from "./run-state-file";

/** See {@link BackupAndRestore}. */
export interface BackupAndRestoreOptions {
  /** `"epoch"` (default), or a number of batches. */
  readonly saveFreq?: SaveFreq;
  /** Removes the state when training ended in order. Default true. */
  readonly deleteCheckpoint?: boolean;
  /** Other callbacks of the run whose counters are to be saved along, in a fixed order. Default none. */
  readonly callbacks?: readonly ResumableCallback[];
  /** Where files go. Default: the platform's. */
  readonly store?: FileStore;
}

/**
 * Keras's `BackupAndRestore`, and more: it saves weights, the optimizer's state, every random stream, the running
 * metrics, the history and the position, also within an epoch. When the process is killed, running the same program again
 * gives the history of a run that was never stopped. The state is one file, `<backupDir>/run-state.safetensors`, replaced
 * as a whole. Put it last in `callbacks`, so that it sees what the others did, and give it those that count something.
 *
 * @throws TrainingError `invalid-argument` for an empty folder or another `saveFreq`; `state-mismatch`, when training
 *   begins, for the state of another model; `file` for a damaged file or when the system refuses
 * @example
 * ```ts
 * const stopping = new EarlyStopping({ patience: 3 });
 * const backup = new BackupAndRestore("runs/backup", { saveFreq: 20, callbacks: [stopping] });
 * await trainer.fit(train, { epochs: 15, validationData, callbacks: [stopping, backup] });
 * ```
 */
export class BackupAndRestore implements Callback {
  readonly readsWeights = false;
  readonly #path: string;
  readonly #folder: string;
  readonly #deleteCheckpoint: boolean;
  readonly #callbacks: readonly ResumableCallback[];
  readonly #store: FileStore;
  readonly #counter: BatchCounter | null;
  #trainer: Trainer | undefined;

  constructor(backupDir: string, options: BackupAndRestoreOptions = {}) {
    const { saveFreq = "epoch" } = options;
    checkSaveFreq("BackupAndRestore", saveFreq);
    if (backupDir === "") {
      throw new TrainingError(
        "invalid-argument",
        'BackupAndRestore: backupDir must name a folder; received "".',
      );
    }
    this.#folder = backupDir;
    this.#path = `${backupDir}/run-state.safetensors`;
    this.#deleteCheckpoint = options.deleteCheckpoint ?? true;
    this.#callbacks = options.callbacks ?? [];
    this.#store = options.store ?? files;
    // Keras takes batch 0 as seen before the first batch; saves fall where Keras's do.
    this.#counter = saveFreq === "epoch" ? null : new BatchCounter(saveFreq, 0);
  }

  setTrainer(trainer: Trainer): void {
    this.#trainer = trainer;
  }

  async onTrainBegin(): Promise<void> {
    const bytes = await this.#store.read(this.#path);
    if (bytes === null) return;
    const { trainer, callbacks, counter } = decodeRunState(bytes);
    if (callbacks.length !== this.#callbacks.length) {
      throw new TrainingError(
        "state-mismatch",
        `BackupAndRestore: "${this.#path}" holds the state of ${callbacks.length} callbacks; the option callbacks has ${this.#callbacks.length}.`,
      );
    }
    this.#trainer?.setState(trainer);
    this.#callbacks.forEach((callback, i) => callback.setState(callbacks[i] as CallbackState));
    if (this.#counter && counter !== null) this.#counter.state = counter;
  }

  async onTrainBatchEnd(batch: number): Promise<void> {
    if (this.#counter?.isDue(batch) === true) await this.save();
  }

  async onEpochEnd(_epoch: number, _logs: Logs): Promise<void> {
    if (this.#counter === null) await this.save();
  }

  async onTrainEnd(): Promise<void> {
    if (!this.#deleteCheckpoint) return;
    await this.#store.remove(this.#path);
    await this.#store.removeEmptyFolder(this.#folder);
  }

  /**
   * Saves now, besides `saveFreq`: for a program that holds or leaves a run. Only between two batches, such as in another
   * callback's `onTrainBatchEnd`. Does nothing before training began.
   *
   * @throws TrainingError `file` when the system refuses
   */
  async save(): Promise<void> {
    if (!this.#trainer) return;
    const trainer: TrainerState = await this.#trainer.getState();
    const callbacks = this.#callbacks.map((callback) => callback.getState());
    const counter = this.#counter?.state ?? null;
    await this.#store.writeAtomic(this.#path, encodeRunState({ trainer, callbacks, counter }));
  }
}
