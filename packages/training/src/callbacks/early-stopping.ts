/** Stops training when a monitored value no longer gets better. */
import type { Logs } from "./callback";
import { checkOptions, finite, flag, orNull, type Rules, someText, whole } from "../options";
import type { SavedTensor } from "../trainer/state";
import {
  type CallbackState,
  type MessageOptions,
  type ResumableCallback,
  teller,
} from "./messages";
import { Monitor, type MonitorMode } from "./monitor";
import { messageRules, modeRule } from "./option-rules";
import { TrainerCallback } from "./trainer-callback";
import { readWeights, writeWeights } from "./weights";

/** See {@link EarlyStopping}. */
export interface EarlyStoppingOptions extends MessageOptions {
  /** Name in the logs. Default `"val_loss"`. */
  readonly monitor?: string;
  /** Smaller changes do not count as better. Default 0. */
  readonly minDelta?: number;
  /** Epochs without improvement to wait for. Default 0. */
  readonly patience?: number;
  readonly mode?: MonitorMode;
  /** Epochs must beat this value as well to restart the wait. Default none. */
  readonly baseline?: number | null;
  /** Ends with the weights of the best epoch instead of the last. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this one (counted from 0) are not looked at. Default 0. */
  readonly startFromEpoch?: number;
}

const rules: Rules<EarlyStoppingOptions> = {
  ...messageRules,
  monitor: someText,
  minDelta: finite,
  patience: whole(0),
  mode: modeRule,
  baseline: orNull(finite),
  restoreBestWeights: flag,
  startFromEpoch: whole(0),
};

/**
 * Keras's `EarlyStopping`: ends training after `patience` epochs in which the monitored value did not get better.
 * Values are compared as float32, as Keras does; NaN is never better. With `restoreBestWeights` the best weights are
 * kept on the host and put into the model when training ends, however it ends.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit, and, when
 *   training begins, when mode is "auto" and neither the metric nor its name tells the direction
 * @example
 * ```ts
 * const stopping = new EarlyStopping({ monitor: "val_loss", patience: 3, restoreBestWeights: true });
 * await trainer.fit(train, { epochs: 50, validationData, callbacks: [stopping] });
 * console.log(stopping.bestEpoch, stopping.stoppedEpoch); // 6 9
 * ```
 */
export class EarlyStopping extends TrainerCallback implements ResumableCallback {
  static override readonly name: string = "EarlyStopping";
  readonly #options: EarlyStoppingOptions;
  readonly #tell: (text: string) => void;
  readonly #monitor: Monitor;
  #wait = 0;
  #bestWeights: readonly SavedTensor[] | null = null;
  #bestEpoch = 0;
  #stoppedEpoch = 0;

  constructor(options: EarlyStoppingOptions = {}) {
    super();
    checkOptions("EarlyStopping", options, rules);
    this.#options = options;
    this.#tell = teller(options);
    this.#monitor = new Monitor("EarlyStopping", {
      monitor: options.monitor ?? "val_loss",
      mode: options.mode ?? "auto",
      minDelta: options.minDelta ?? 0,
    });
  }

  /** The epoch (from 0) with the best value so far. */
  get bestEpoch(): number {
    return this.#bestEpoch;
  }

  /** The epoch (from 0) after which training was stopped, or 0. */
  get stoppedEpoch(): number {
    return this.#stoppedEpoch;
  }

  onTrainBegin(): void {
    this.#monitor.settle(this.trainer);
    this.#wait = 0;
    this.#stoppedEpoch = 0;
    this.#monitor.best = null;
    this.#bestWeights = null;
    this.#bestEpoch = 0;
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { patience = 0, baseline = null, restoreBestWeights = false } = this.#options;
    const { startFromEpoch = 0, onWarning } = this.#options;
    const current = this.#monitor.read(logs);
    if (current === undefined) onWarning?.(this.#monitor.missing("EarlyStopping is", logs));
    if (current === undefined || epoch < startFromEpoch) return;
    if (restoreBestWeights && this.#bestWeights === null) await this.#keep(epoch);

    this.#wait += 1;
    if (this.#monitor.beats(current, this.#monitor.best)) {
      this.#monitor.best = current;
      this.#bestEpoch = epoch;
      if (restoreBestWeights) await this.#keep(epoch);
      if (baseline === null || this.#monitor.beats(current, baseline)) this.#wait = 0;
    } else if (this.#wait >= patience && epoch > 0) {
      this.#stoppedEpoch = epoch;
      this.trainer.stopTraining = true;
    }
  }

  onTrainEnd(): void {
    if (this.#stoppedEpoch > 0) this.#tell(`Epoch ${this.#stoppedEpoch + 1}: early stopping`);
    if (this.#bestWeights !== null) {
      this.#tell(`Restoring model weights from the end of the best epoch: ${this.#bestEpoch + 1}.`);
      writeWeights(this.trainer.model, this.#bestWeights);
    }
  }

  getState(): CallbackState {
    return {
      values: {
        wait: this.#wait,
        best: this.#monitor.best,
        bestEpoch: this.#bestEpoch,
        stoppedEpoch: this.#stoppedEpoch,
      },
      ...(this.#bestWeights === null ? {} : { tensors: this.#bestWeights }),
    };
  }

  setState({ values, tensors }: CallbackState): void {
    this.#wait = values.wait as number;
    this.#monitor.best = values.best as number | null;
    this.#bestEpoch = values.bestEpoch as number;
    this.#stoppedEpoch = values.stoppedEpoch as number;
    this.#bestWeights = tensors ?? null;
  }

  async #keep(epoch: number): Promise<void> {
    this.#bestWeights = await readWeights(this.trainer.model);
    this.#bestEpoch = epoch;
  }
}
