/** Lowers the learning rate when a monitored value no longer gets better. */
import type { Logs } from "./callback";
import { checkOptions, finite, rule, type Rules, someText, whole } from "../options";
import { floatRepr } from "../progress/python-format";
import {
  type CallbackState,
  type MessageOptions,
  type ResumableCallback,
  teller,
} from "./messages";
import { Monitor, type MonitorMode } from "./monitor";
import { checkSettableRate, messageRules, modeRule } from "./option-rules";
import { TrainerCallback } from "./trainer-callback";

/** See {@link ReduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions extends MessageOptions {
  /** Name in the logs. Default `"val_loss"`. */
  readonly monitor?: string;
  /** The new rate is the old one times this. Below 1. Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement before the rate falls. Default 10. */
  readonly patience?: number;
  readonly mode?: MonitorMode;
  /** Smaller changes do not count as better. Default 0.0001. */
  readonly minDelta?: number;
  /** Epochs after a reduction in which nothing is counted. Default 0. */
  readonly cooldown?: number;
  /** The rate never falls below. Default 0. */
  readonly minLr?: number;
}

const rules: Rules<ReduceLROnPlateauOptions> = {
  ...messageRules,
  monitor: someText,
  factor: rule("below 1", (value) => typeof value === "number" && value < 1 && value > -Infinity),
  patience: whole(0),
  mode: modeRule,
  minDelta: finite,
  cooldown: whole(0),
  minLr: finite,
};

/**
 * Keras's `ReduceLROnPlateau`. Adds `learning_rate` to the epoch's logs, as it was during that epoch.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit, and, when
 *   training begins, for an optimizer whose rate a schedule decides or when the direction cannot be told
 * @example
 * ```ts
 * callbacks: [new ReduceLROnPlateau({ factor: 0.5, patience: 2, minLr: 1e-5 })]
 * // history.history.learning_rate: [0.001, 0.001, 0.001, 0.0005, ...]
 * ```
 */
export class ReduceLROnPlateau extends TrainerCallback implements ResumableCallback {
  static override readonly name: string = "ReduceLROnPlateau";
  readonly #options: ReduceLROnPlateauOptions;
  readonly #tell: (text: string) => void;
  readonly #monitor: Monitor;
  #wait = 0;
  #cooldown = 0;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    super();
    checkOptions("ReduceLROnPlateau", options, rules);
    this.#options = options;
    this.#tell = teller(options);
    this.#monitor = new Monitor("ReduceLROnPlateau", {
      monitor: options.monitor ?? "val_loss",
      mode: options.mode ?? "auto",
      minDelta: options.minDelta ?? 1e-4,
    });
  }

  onTrainBegin(): void {
    checkSettableRate("ReduceLROnPlateau", this.trainer);
    this.#monitor.settle(this.trainer);
    this.#monitor.best = null;
    this.#cooldown = 0;
    this.#wait = 0;
  }

  onEpochEnd(epoch: number, logs: Logs): void {
    const { patience = 10, onWarning } = this.#options;
    logs.learning_rate = Math.fround(this.trainer.optimizer.learningRate);
    const current = this.#monitor.read(logs);
    if (current === undefined) {
      onWarning?.(this.#monitor.missing("ReduceLROnPlateau is", logs));
      return;
    }
    if (this.#cooldown > 0) {
      this.#cooldown -= 1;
      this.#wait = 0;
    }
    if (this.#monitor.beats(current, this.#monitor.best)) {
      this.#monitor.best = current;
      this.#wait = 0;
    } else if (this.#cooldown === 0) {
      this.#wait += 1;
      if (this.#wait >= patience && this.#reduce(epoch)) {
        this.#cooldown = this.#options.cooldown ?? 0;
        this.#wait = 0;
      }
    }
  }

  getState(): CallbackState {
    return { values: { wait: this.#wait, cooldown: this.#cooldown, best: this.#monitor.best } };
  }

  setState({ values }: CallbackState): void {
    this.#wait = values.wait as number;
    this.#cooldown = values.cooldown as number;
    this.#monitor.best = values.best as number | null;
  }

  #reduce(epoch: number): boolean {
    const { factor = 0.1, minLr = 0 } = this.#options;
    const { optimizer } = this.trainer;
    const former = Math.fround(optimizer.learningRate); // Keras keeps the rate as float32
    if (!(former > Math.fround(minLr))) return false;
    const rate = Math.max(former * factor, minLr);
    optimizer.learningRate = rate;
    this.#tell(
      `\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${floatRepr(rate)}.`,
    );
    return true;
  }
}
