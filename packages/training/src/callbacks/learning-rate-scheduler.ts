/** Sets the learning rate at the start of every epoch from a function. */
import type { Callback, Logs } from "../callback";
import { TrainingError } from "../errors";
import { floatRepr } from "../progress/python-format";
import type { Trainer } from "../trainer";
import { type MessageOptions, teller } from "./messages";

/** The rate of an epoch (counted from 0), given the rate before it. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

/**
 * Keras's `LearningRateScheduler`. Adds `learning_rate` to the epoch's logs.
 *
 * @throws TrainingError `invalid-argument`, during training, when the schedule gives no finite number
 * @example
 * ```ts
 * callbacks: [new LearningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)))]
 * ```
 */
export class LearningRateScheduler implements Callback {
  readonly #schedule: EpochSchedule;
  readonly #tell: (text: string) => void;
  #trainer: Trainer | undefined;

  constructor(schedule: EpochSchedule, options: MessageOptions = {}) {
    this.#schedule = schedule;
    this.#tell = teller(options);
  }

  setTrainer(trainer: Trainer): void {
    this.#trainer = trainer;
  }

  onEpochBegin(epoch: number): void {
    const optimizer = this.#trainer?.optimizer;
    if (!optimizer) return;
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
    if (this.#trainer) logs.learning_rate = Math.fround(this.#trainer.optimizer.learningRate);
  }
}
