/** Writes scalars for TensorBoard. */
import { hostName, processId } from "#platform";
import type { Logs } from "./callback";
import {
  aFunction,
  checkArgument,
  checkOptions,
  flag,
  rule,
  type Rules,
  someText,
} from "../options";
import type { FileStore } from "@flowers/files";
import { files } from "../files";
import { scalarEvent, versionEvent } from "./event-file";
import { storeRule } from "./option-rules";
import { TrainerCallback } from "./trainer-callback";

/** See {@link TensorBoard}. */
export interface TensorBoardOptions {
  /** `"epoch"` (default), `"batch"`, or a number of batches: how often batch values are written besides those of epochs. */
  readonly updateFreq?: "epoch" | "batch" | number;
  /** Also writes `steps_per_second`. Default false. */
  readonly writeStepsPerSecond?: boolean;
  /** Where files go. Default: the platform's. */
  readonly store?: FileStore;
  /** Seconds since 1970. */
  readonly clock?: () => number;
}

const rules: Rules<TensorBoardOptions> = {
  updateFreq: rule(
    '"epoch", "batch" or a positive whole number',
    (value) =>
      value === "epoch" || value === "batch" || (Number.isInteger(value) && (value as number) > 0),
  ),
  writeStepsPerSecond: flag,
  store: storeRule,
  clock: aFunction,
};

/**
 * Keras's `TensorBoard`, its scalars: under `<logDir>/train` and `<logDir>/validation` an event file with `epoch_loss`,
 * `epoch_accuracy`, `epoch_learning_rate` per epoch (step: the epoch from 0); with `updateFreq`, `batch_loss` and so on
 * (step: the batch from 1); and after each validation `evaluation_loss_vs_iterations` (step: batches trained on).
 * Histograms, images, graphs and profiles are not written. Files are complete after every epoch and validation.
 *
 * @throws TrainingError `invalid-argument` for another `updateFreq`; `file`, during training, when the system refuses
 * @example
 * ```ts
 * callbacks: [new TensorBoard("runs/logs", { updateFreq: "batch" })]
 * // then: tensorboard --logdir runs/logs
 * ```
 */
export class TensorBoard extends TrainerCallback {
  static override readonly name: string = "TensorBoard";
  readonly chiefOnly = true;
  readonly readsWeights = false;
  readonly #every: number | null;
  readonly #writeStepsPerSecond: boolean;
  readonly #clock: () => number;
  readonly #train: EventWriter;
  readonly #validation: EventWriter;
  #trainBatch = 0;
  #epochStart = { seconds: 0, iterations: 0 };
  #batchStartSeconds = 0;

  constructor(logDir: string, options: TensorBoardOptions = {}) {
    super();
    checkArgument("TensorBoard", "logDir", logDir, someText);
    const { updateFreq = "epoch" } = checkOptions("TensorBoard", options, rules);
    const every = updateFreq === "epoch" ? null : updateFreq === "batch" ? 1 : updateFreq;
    this.#every = every;
    this.#writeStepsPerSecond = options.writeStepsPerSecond ?? false;
    this.#clock = options.clock ?? (() => Date.now() / 1000);
    const store = options.store ?? files;
    this.#train = new EventWriter(store, `${logDir}/train`, this.#clock);
    this.#validation = new EventWriter(store, `${logDir}/validation`, this.#clock);
  }

  onTrainBegin(): void {
    this.#trainBatch = 0;
    this.#markEpochStart(); // a run that is resumed within an epoch does not begin that epoch again
    this.#train.close();
    this.#validation.close();
  }

  onEpochBegin(): void {
    this.#markEpochStart();
  }

  onTrainBatchBegin(): void {
    this.#trainBatch += 1;
    this.#batchStartSeconds = this.#clock();
  }

  onTrainBatchEnd(_batch: number, logs: Logs): void {
    if (this.#every === null || this.#trainBatch % this.#every !== 0) return;
    if (this.#writeStepsPerSecond) {
      const seconds = this.#clock() - this.#batchStartSeconds;
      this.#train.add("batch_steps_per_second", 1 / seconds, this.#trainBatch);
    }
    for (const [name, value] of Object.entries(logs)) {
      this.#train.add(`batch_${name}`, value, this.#trainBatch);
    }
  }

  async onTestEnd(logs: Logs): Promise<void> {
    const step = this.trainer.optimizer.iterations;
    for (const [name, value] of Object.entries(logs)) {
      this.#validation.add(`evaluation_${name}_vs_iterations`, value, step);
    }
    await this.#validation.flush();
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { optimizer } = this.trainer;
    const train: Logs = {};
    for (const [name, value] of Object.entries(logs)) {
      if (name.startsWith("val_")) this.#validation.add(`epoch_${name.slice(4)}`, value, epoch);
      else train[name] = value;
    }
    train.learning_rate = optimizer.learningRate;
    if (this.#writeStepsPerSecond) {
      const steps = optimizer.iterations - this.#epochStart.iterations;
      train.steps_per_second = steps / (this.#clock() - this.#epochStart.seconds);
    }
    for (const [name, value] of Object.entries(train))
      this.#train.add(`epoch_${name}`, value, epoch);
    await this.#train.flush();
    await this.#validation.flush();
  }

  async onTrainEnd(): Promise<void> {
    await this.#train.flush();
    await this.#validation.flush();
  }

  #markEpochStart(): void {
    const iterations = this.trainer.optimizer.iterations;
    this.#epochStart = { seconds: this.#clock(), iterations };
  }
}

let writers = 0;

/** Appends to one event file, whose name no other writer has. It is made by the first flush with content. */
class EventWriter {
  readonly #store: FileStore;
  readonly #folder: string;
  readonly #clock: () => number;
  #path: string | null = null;
  #pending: Uint8Array[] = [];

  constructor(store: FileStore, folder: string, clock: () => number) {
    this.#store = store;
    this.#folder = folder;
    this.#clock = clock;
  }

  add(tag: string, value: number, step: number): void {
    this.#pending.push(scalarEvent(tag, value, step, this.#clock()));
  }

  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    if (this.#path === null) {
      const seconds = this.#clock();
      const name = `events.out.tfevents.${Math.floor(seconds)}.${hostName()}.${processId()}.${writers++}.v2`;
      this.#path = `${this.#folder}/${name}`;
      this.#pending.unshift(versionEvent(seconds));
    }
    const parts = this.#pending;
    this.#pending = [];
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    await this.#store.append(this.#path, bytes);
  }

  /** The next flush starts another file. */
  close(): void {
    this.#path = null;
    this.#pending = [];
  }
}
