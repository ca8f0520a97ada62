/** Sets the learning rate at the start of every epoch from a function. */
import type { Logs } from "./callback";
import { TrainingError } from "../errors";
import { floatRepr } from "../progress/python-format";
import { aFunction, checkArgument, checkOptions } from "../options";
import { type MessageOptions, teller } from "./messages";
import { checkSettableRate, messageRules } from "./option-rules";
import { TrainerCallback } from "./trainer-callback";

/** The rate of an epoch (counted from 0), given the rate before it. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

/**
 * Keras's `LearningRateScheduler`. Adds `learning_rate` to the epoch's logs.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit, and, during
 *   training, when the schedule gives no finite number or the optimizer has a schedule of its own
 * @example
 * ```ts
 * callbacks: [new LearningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)))]
 * ```
 */
export class LearningRateScheduler extends TrainerCallback {
  static override readonly name: string = "LearningRateScheduler";
  readonly #schedule: EpochSchedule;
  readonly #tell: (text: string) => void;

  constructor(schedule: EpochSchedule, options: MessageOptions = {}) {
    super();
    checkArgument("LearningRateScheduler", "schedule", schedule, aFunction);
    checkOptions("LearningRateScheduler", options, messageRules);
    this.#schedule = schedule;
    this.#tell = teller(options);
  }

  onTrainBegin(): void {
    checkSettableRate("LearningRateScheduler", this.trainer);
  }

  onEpochBegin(epoch: number): void {
    const { optimizer } = this.trainer;
    const rate = this.#schedule(epoch, Math.fround(optimizer.learningRate));
    if (typeof rate !== "number" || !Number.isFinite(rate)) {
      throw new TrainingError(
        "invalid-argument",
        `LearningRateScheduler: schedule(${epoch}) must give a finite number; received ${String(rate)}.`,
      );
    }
    optimizer.learningRate = rate;
    this.#tell(
      `\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${floatRepr(rate)}.`,
    );
  }

  onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = Math.fround(this.trainer.optimizer.learningRate);
  }
}
