/** Lets a run that was stopped anywhere continue as if it had never stopped. */
import type { Callback, Logs } from "./callback";
import { TrainingError } from "../errors";
import { checkArgument, checkOptions, flag, rule, type Rules } from "../options";
import type { FileStore } from "@flowers/files";
import { files } from "../files";
import type { TrainerState } from "../trainer/state";
import { BatchCounter, type SaveFreq } from "./batch-counter";
import { isResumable, type ResumableCallback } from "./messages";
import { saveFreqRule, storeRule } from "./option-rules";
import { decodeRunState, encodeRunState } from "./run-state-file";
import { TrainerCallback } from "./trainer-callback";

/** See {@link BackupAndRestore}. */
export interface BackupAndRestoreOptions {
  /** `"epoch"` (default), or a number of batches. */
  readonly saveFreq?: SaveFreq;
  /** Removes the state when training ended in order. Default true. */
  readonly deleteCheckpoint?: boolean;
  /**
   * Callbacks whose counters are saved along first, in this order. Those of the run are saved without being named here;
   * the list is for callbacks that another one calls.
   */
  readonly callbacks?: readonly ResumableCallback[];
  /** Where files go. Default: the platform's. */
  readonly store?: FileStore;
}

const folderRule = rule("a folder's name", (value) => typeof value === "string" && value !== "");

const rules: Rules<BackupAndRestoreOptions> = {
  saveFreq: saveFreqRule,
  deleteCheckpoint: flag,
  callbacks: rule(
    "a list of callbacks with getState and setState",
    (value) =>
      Array.isArray(value) &&
      value.every(
        (each: unknown) => typeof each === "object" && each !== null && isResumable(each),
      ),
  ),
  store: storeRule,
};

/**
 * Keras's `BackupAndRestore`, and more: it saves weights, the optimizer's state, every random stream, the running
 * metrics, the history and the position, also within an epoch. When the process is killed, running the same program again
 * gives the history of a run that was never stopped. The state is one file, `<backupDir>/run-state.safetensors`, replaced
 * as a whole. It keeps the counters of every callback of the run that has some, and its hooks come after theirs, so that
 * it sees what they did.
 *
 * @throws TrainingError `invalid-argument` for an empty folder or another `saveFreq`; `state-mismatch`, when training
 *   begins, for the state of another model; `file` for a damaged file or when the system refuses
 * @example
 * ```ts
 * const stopping = new EarlyStopping({ patience: 3 });
 * const backup = new BackupAndRestore("runs/backup", { saveFreq: 20 });
 * await trainer.fit(train, { epochs: 15, validationData, callbacks: [stopping, backup] });
 * ```
 */
export class BackupAndRestore extends TrainerCallback {
  static override readonly name: string = "BackupAndRestore";
  readonly readsWeights = false;
  readonly actsLast = true;
  readonly chiefOnly = true;
  readonly #path: string;
  readonly #folder: string;
  readonly #deleteCheckpoint: boolean;
  readonly #given: readonly ResumableCallback[];
  #ofRun: readonly (Callback & ResumableCallback)[] = [];
  readonly #store: FileStore;
  readonly #counter: BatchCounter | null;

  constructor(backupDir: string, options: BackupAndRestoreOptions = {}) {
    super();
    checkArgument("BackupAndRestore", "backupDir", backupDir, folderRule);
    const { saveFreq = "epoch" } = checkOptions("BackupAndRestore", options, rules);
    this.#folder = backupDir;
    this.#path = `${backupDir}/run-state.safetensors`;
    this.#deleteCheckpoint = options.deleteCheckpoint ?? true;
    this.#given = options.callbacks ?? [];
    this.#store = options.store ?? files;
    // Keras takes batch 0 as seen before the first batch; saves fall where Keras's do.
    this.#counter = saveFreq === "epoch" ? null : new BatchCounter(saveFreq, 0);
  }

  setCallbacks(callbacks: readonly Callback[]): void {
    const given: readonly object[] = this.#given;
    this.#ofRun = callbacks
      .filter((each): each is Callback & ResumableCallback => isResumable(each))
      .filter((each) => !given.includes(each));
  }

  async onTrainBegin(): Promise<void> {
    const bytes = await this.#store.read(this.#path);
    if (bytes === null) return;
    const { trainer, callbacks, counter } = decodeRunState(bytes);
    const own = this.#callbacks;
    if (callbacks.length !== own.length) {
      throw new TrainingError(
        "state-mismatch",
        `BackupAndRestore: "${this.#path}" holds the state of ${callbacks.length} callbacks; the run has ${own.length} that keep state. Give fit the callbacks of the run that was stopped.`,
      );
    }
    this.trainer.setState(trainer);
    callbacks.forEach((state, i) => own[i]?.setState(state));
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
    if (!this.hasTrainer) return;
    const trainer: TrainerState = await this.trainer.getState();
    const callbacks = this.#callbacks.map((callback) => callback.getState());
    const counter = this.#counter?.state ?? null;
    await this.#store.writeAtomic(this.#path, encodeRunState({ trainer, callbacks, counter }));
  }

  /** Those of the option first, in its order, then the others of the run. */
  get #callbacks(): readonly ResumableCallback[] {
    return [...this.#given, ...this.#ofRun];
  }
}
