/** The base of callbacks that act on the trainer of their run. */
import type { Callback } from "./callback";
import { TrainingError } from "../errors";
import type { Trainer } from "../trainer/trainer";

/** A callback that knows its trainer; the ones of this package extend it. */
export abstract class TrainerCallback implements Callback {
  static readonly name: string = "TrainerCallback";
  #trainer: Trainer | undefined;

  setTrainer(trainer: Trainer): void {
    this.#trainer = trainer;
  }

  /**
   * The trainer of the run.
   *
   * @throws TrainingError `invalid-argument` before the first run
   */
  get trainer(): Trainer {
    if (this.#trainer) return this.#trainer;
    throw new TrainingError(
      "invalid-argument",
      "Callback: the trainer is known only once a run has begun; give the callback to fit, evaluate or predict.",
    );
  }

  /** Whether a run has begun. */
  protected get hasTrainer(): boolean {
    return this.#trainer !== undefined;
  }
}
