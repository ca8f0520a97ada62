/** The callback behind `verbose`: a bar on a terminal, plain lines elsewhere. */
import { standardOutput } from "#platform";
import type { Callback, CallbackParams, Logs } from "../callbacks/callback";
import { aFunction, checkOptions, positive, rule, type Rules, whole } from "../options";
import type { OutputStream } from "../platform/contract";
import type { Trainer } from "../trainer/trainer";
import { ProgressBar } from "./progress-bar";
import { PlainLines } from "./plain-lines";

/** See {@link ProgressLogger}. */
export interface ProgressLoggerOptions {
  /** Where the text goes. Standard output by default. */
  readonly stream?: OutputStream;
  /** Images in a batch, so that plain lines can tell images per second. */
  readonly batchSize?: number;
  /** Seconds between two plain lines. Default 10. */
  readonly lineIntervalSeconds?: number;
  /** Seconds on a clock that does not go back. */
  readonly clock?: () => number;
}

const aStream = rule(
  "an object with a method write",
  (value) => typeof (value as Partial<OutputStream> | null | undefined)?.write === "function",
);
const rules: Rules<ProgressLoggerOptions> = {
  stream: aStream,
  batchSize: whole(1),
  lineIntervalSeconds: positive,
  clock: aFunction,
};

/**
 * Writes progress as Keras does: `verbose` 1 draws its bar when the stream is a terminal (`isTTY`), and otherwise a
 * plain line every ten seconds and at the end of the epoch, with images per second and the time to go; `verbose` 2
 * writes Keras's one line per epoch; 0 nothing. Validation inside `fit` is silent.
 *
 * @example
 * ```ts
 * new ProgressLogger({ stream: { write: (text) => log.append(text) }, batchSize: 32 });
 * // Epoch 1/10
 * // 40/92 - 10s - 128.0 images/s - ETA 13s - accuracy: 0.3812 - loss: 1.4021
 * // 92/92 - 25s - 128.4 images/s - accuracy: 0.4519 - loss: 1.2876 - val_accuracy: 0.5300 - val_loss: 1.1418
 * ```
 */
export class ProgressLogger implements Callback {
  static readonly name: string = "ProgressLogger";
  readonly chiefOnly = true;
  readonly readsWeights = false;
  readonly #options: ProgressLoggerOptions;
  readonly #stream: OutputStream;
  readonly #clock: () => number;
  #params: CallbackParams = { verbose: 1, epochs: 1, steps: null };
  #trainer: Trainer | null = null;
  #target: number | null = null;
  #bar: ProgressBar | PlainLines | null = null;
  #seen = 0;
  #inFit = false;

  constructor(options: ProgressLoggerOptions = {}) {
    checkOptions("ProgressLogger", options, rules);
    this.#options = options;
    this.#stream = options.stream ?? standardOutput;
    this.#clock = options.clock ?? (() => performance.now() / 1000);
  }

  setParams(params: CallbackParams): void {
    this.#params = params;
    this.#target = params.steps;
  }

  onTrainBegin(): void {
    this.#inFit = true;
    this.#seen = 0;
  }

  onTrainEnd(): void {
    this.#inFit = false;
  }

  setTrainer(trainer: Trainer): void {
    this.#trainer = trainer;
  }

  onEpochBegin(epoch: number): void {
    this.#start();
    if (this.#params.verbose !== 0 && this.#params.epochs > 1) {
      this.#stream.write(`Epoch ${epoch + 1}/${this.#params.epochs}\n`);
    }
  }

  onTrainBatchEnd(batch: number, logs: Logs): void {
    // A run that is resumed within an epoch does not begin that epoch again.
    if (this.#seen === 0 && batch > 0) this.onEpochBegin(this.#trainer?.position.epoch ?? 0);
    this.#update(batch, logs);
  }

  onEpochEnd(_epoch: number, logs: Logs): void {
    this.#finish(logs);
  }

  onTestBegin(): void {
    if (!this.#inFit) this.#start();
  }

  onTestBatchEnd(batch: number, logs: Logs): void {
    if (!this.#inFit) this.#update(batch, logs);
  }

  onTestEnd(logs: Logs): void {
    if (!this.#inFit) this.#finish(logs);
  }

  onPredictBegin(): void {
    this.#start();
  }

  onPredictBatchEnd(batch: number): void {
    this.#update(batch, {});
  }

  onPredictEnd(): void {
    this.#finish({});
  }

  #start(): void {
    this.#seen = 0;
    const { verbose } = this.#params;
    const startSeconds = this.#clock();
    if (verbose === 0) this.#bar = null;
    else if (verbose === 1 && this.#stream.isTTY !== true) {
      const { batchSize, lineIntervalSeconds } = this.#options;
      this.#bar = new PlainLines({
        target: this.#target,
        startSeconds,
        batchSize,
        lineIntervalSeconds,
      });
    } else {
      const style = verbose === 1 ? "bar" : "line";
      this.#bar = new ProgressBar({ target: this.#target, style, startSeconds });
    }
  }

  #update(batch: number, values: Logs): void {
    this.#seen = batch + 1;
    if (this.#params.verbose === 1) this.#write(this.#seen, values, false);
  }

  #finish(values: Logs): void {
    // The first epoch tells how many steps there are.
    this.#target ??= this.#seen;
    if (this.#bar) this.#bar.target = this.#target;
    this.#write(this.#target, values, true);
  }

  #write(current: number, values: Logs, finalize: boolean): void {
    const text = this.#bar?.update({ current, values, finalize, nowSeconds: this.#clock() }) ?? "";
    if (text !== "") this.#stream.write(text);
  }
}
