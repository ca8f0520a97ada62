/** Saves the model during training. */
import * as tf from "@tensorflow/tfjs";
import type { Logs } from "./callback";
import { TrainingError } from "../errors";
import type { FileStore } from "@flowers/files";
import { files } from "../files";
import {
  aFunction,
  checkArgument,
  checkOptions,
  finite,
  flag,
  orNull,
  rule,
  type Rules,
  someText,
} from "../options";
import { fixed } from "../progress/python-format";
import { BatchCounter, type SaveFreq } from "./batch-counter";
import {
  type CallbackState,
  type MessageOptions,
  type ResumableCallback,
  teller,
} from "./messages";
import { writeTfjsModel, writeWeightsFile } from "./model-file";
import { type CheckpointEncoder, modelFormat } from "./model-formats";
import { Monitor, type MonitorMode } from "./monitor";
import { messageRules, modeRule, saveFreqRule, storeRule } from "./option-rules";
import { fillTemplate } from "./path-template";
import { TrainerCallback } from "./trainer-callback";

/** See {@link ModelCheckpoint}. */
export interface ModelCheckpointOptions extends MessageOptions {
  /** Name in the logs. Default `"val_loss"`. */
  readonly monitor?: string;
  /** Saves only when the monitored value got better. Default false. */
  readonly saveBestOnly?: boolean;
  /** Saves weights without the architecture. Default false. */
  readonly saveWeightsOnly?: boolean;
  readonly mode?: MonitorMode;
  /** `"epoch"` (default), or a number of batches. */
  readonly saveFreq?: SaveFreq;
  /** The value to beat for the first save. Default none. */
  readonly initialValueThreshold?: number | null;
  /**
   * What is saved, where it is not the model that is trained: the whole network, say, of which `splitModel` gave the tail that is.
   * Default: the trainer's.
   */
  readonly model?: tf.LayersModel;
  /** Makes the file's bytes, for formats that other packages write, such as `.keras`. */
  readonly encode?: CheckpointEncoder;
  /** Where files go. Default: the platform's. */
  readonly store?: FileStore;
}

const aModel = rule("a model", (value) => value instanceof tf.LayersModel);

const rules: Rules<ModelCheckpointOptions> = {
  ...messageRules,
  monitor: someText,
  saveBestOnly: flag,
  saveWeightsOnly: flag,
  mode: modeRule,
  saveFreq: saveFreqRule,
  initialValueThreshold: orNull(finite),
  model: aModel,
  encode: aFunction,
  store: storeRule,
};

/**
 * Keras's `ModelCheckpoint`. `filepath` may hold `{epoch:02d}`, `{batch}` and names of the logs as `{val_loss:.2f}`;
 * epochs and batches count from 1. A file is replaced as a whole: a kill leaves the previous one or the new one.
 *
 * The ending decides the format: `.json` is a tfjs model (with a `.weights.bin` beside it), `.safetensors` weights
 * alone (`saveWeightsOnly`), `.keras` Keras's own format once `registerKerasFormat()` of `@flowers/keras-format` was
 * called (`@flowers/keras` does so). For `.h5` and (weights alone) `.weights.h5`, pass `encode`.
 *
 * @throws TrainingError `invalid-argument` for an ending that does not fit; `unknown-name`, during training, for a
 *   name in the path that is not logged; `file` when the system refuses
 * @example
 * ```ts
 * callbacks: [new ModelCheckpoint("runs/best-{epoch:02d}-{val_loss:.2f}.json", { saveBestOnly: true })]
 * // runs/best-01-1.21.json, runs/best-02-0.98.json, ...
 * ```
 */
export class ModelCheckpoint extends TrainerCallback implements ResumableCallback {
  static override readonly name: string = "ModelCheckpoint";
  readonly chiefOnly = true;
  readonly #filepath: string;
  readonly #options: ModelCheckpointOptions;
  readonly #tell: (text: string) => void;
  readonly #monitor: Monitor | null;
  readonly #store: FileStore;
  readonly #counter: BatchCounter | null;
  readonly #encode: CheckpointEncoder | null;

  constructor(filepath: string, options: ModelCheckpointOptions = {}) {
    super();
    checkArgument("ModelCheckpoint", "filepath", filepath, someText);
    const { saveFreq = "epoch", saveBestOnly = false } = checkOptions(
      "ModelCheckpoint",
      options,
      rules,
    );
    this.#encode = chooseEncoder(filepath, options);
    this.#filepath = filepath;
    this.#options = options;
    this.#tell = teller(options);
    this.#store = options.store ?? files;
    this.#counter = saveFreq === "epoch" ? null : new BatchCounter(saveFreq, null);
    this.#monitor = saveBestOnly
      ? new Monitor("ModelCheckpoint", {
          monitor: options.monitor ?? "val_loss",
          mode: options.mode ?? "auto",
          minDelta: 0,
          best: options.initialValueThreshold ?? null,
        })
      : null;
  }

  /** Weights are read within an epoch only when files are written there. */
  get readsWeights(): boolean {
    return this.#counter !== null;
  }

  onTrainBegin(): void {
    this.#monitor?.settle(this.trainer);
  }

  async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    if (this.#counter?.isDue(batch) !== true) return;
    await this.#save(this.trainer.position.epoch, batch, logs);
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (this.#counter === null) await this.#save(epoch, null, logs);
  }

  getState(): CallbackState {
    return { values: { best: this.#monitor?.best ?? null, counter: this.#counter?.state ?? null } };
  }

  setState({ values }: CallbackState): void {
    if (this.#monitor) this.#monitor.best = values.best as number | null;
    if (this.#counter && values.counter !== null) {
      this.#counter.state = values.counter as BatchCounter["state"];
    }
  }

  async #save(epoch: number, batch: number | null, logs: Logs): Promise<void> {
    const numbers: Logs = {
      epoch: epoch + 1,
      ...(batch === null ? {} : { batch: batch + 1 }),
      ...logs,
    };
    const path = fillTemplate(this.#filepath, numbers, ["epoch", "batch"]);
    if (!this.#isWanted(epoch, logs, path)) return;
    const { saveWeightsOnly = false, model = this.trainer.model } = this.#options;
    if (this.#encode) {
      const bytes = await this.#encode(this.trainer, { weightsOnly: saveWeightsOnly, model });
      await this.#store.writeAtomic(path, bytes);
    } else if (saveWeightsOnly) {
      await writeWeightsFile(this.#store, path, model);
    } else {
      await writeTfjsModel(this.#store, path, model);
    }
    this.#tell(`\nEpoch ${epoch + 1}: finished saving model to ${path}`);
  }

  #isWanted(epoch: number, logs: Logs, path: string): boolean {
    const start = `\nEpoch ${epoch + 1}: `;
    const monitor = this.#monitor;
    if (monitor === null) {
      this.#tell(`${start}saving model to ${path}`);
      return true;
    }
    const current = monitor.read(logs);
    if (current === undefined) {
      this.#options.onWarning?.(monitor.missing("Saving the best model only is", logs));
      return true; // as Keras does
    }
    const best = monitor.best === null ? "None" : fixed(monitor.best, 5);
    if (!monitor.beats(current, monitor.best)) {
      this.#tell(`${start}${monitor.name} did not improve from ${best}`);
      return false;
    }
    monitor.best = current;
    this.#tell(
      `${start}${monitor.name} improved from ${best} to ${fixed(current, 5)}, saving model to ${path}`,
    );
    return true;
  }
}

/**
 * What makes the file's bytes, for formats that other packages write; null for those of this one.
 *
 * @throws TrainingError `invalid-argument` for an ending that does not fit
 */
function chooseEncoder(
  filepath: string,
  options: ModelCheckpointOptions,
): CheckpointEncoder | null {
  const { encode, saveWeightsOnly = false } = options;
  if (encode) {
    const fits = saveWeightsOnly ? /\.weights\.h5$/ : /\.(keras|h5)$/;
    if (fits.test(filepath)) return encode;
    throw wrongEnding(
      filepath,
      saveWeightsOnly
        ? '".safetensors" for weights alone, or in ".weights.h5" with the option encode'
        : '".keras" or ".h5" with the option encode',
    );
  }
  if (filepath.endsWith(saveWeightsOnly ? ".safetensors" : ".json")) return null;
  if (saveWeightsOnly)
    throw wrongEnding(
      filepath,
      '".safetensors" for weights alone, or in ".weights.h5" with the option encode',
    );
  const registered = modelFormat(filepath);
  if (registered) return registered;
  if (filepath.endsWith(".keras")) {
    throw new TrainingError(
      "invalid-argument",
      `ModelCheckpoint: "${filepath}" needs the Keras format, which is not registered. Call registerKerasFormat() of @flowers/keras-format once, or pass the option encode; ".json" (a tfjs model) needs neither.`,
      {
        remedy: "Call registerKerasFormat() of @flowers/keras-format before the callback is made.",
      },
    );
  }
  throw wrongEnding(filepath, '".json" (a tfjs model), or in ".keras" with the option encode');
}

function wrongEnding(filepath: string, endings: string): TrainingError {
  return new TrainingError(
    "invalid-argument",
    `ModelCheckpoint: filepath must end in ${endings}; received "${filepath}".`,
  );
}
