/** Ends training as soon as the loss is not a number any more. */
import { standardOutput } from "#platform";
import type { Logs } from "./callback";
import { TrainingError } from "../errors";
import { checkOptions, flag } from "../options";
import { messageRules } from "./option-rules";
import { TrainerCallback } from "./trainer-callback";

/** See {@link TerminateOnNaN}. */
export interface TerminateOnNaNOptions {
  /** Throws instead of ending in order; then no `onTrainEnd` runs and backups stay. Default false. */
  readonly raiseError?: boolean;
  /** Gets the one message, newline included. Standard output by default, as in Keras. */
  readonly write?: (text: string) => unknown;
}

/**
 * Keras's `TerminateOnNaN`: looks at `loss` after every batch and stops training when it is NaN or infinite.
 *
 * @throws TrainingError `loss-not-finite`, during training, with `raiseError`
 * @example
 * ```ts
 * callbacks: [new TerminateOnNaN()] // prints "Batch 12: Invalid loss, terminating training"
 * ```
 */
export class TerminateOnNaN extends TrainerCallback {
  static override readonly name: string = "TerminateOnNaN";
  readonly readsWeights = false;
  readonly #options: TerminateOnNaNOptions;

  constructor(options: TerminateOnNaNOptions = {}) {
    super();
    const { write } = messageRules;
    this.#options = checkOptions("TerminateOnNaN", options, { raiseError: flag, write });
  }

  onTrainBatchEnd(batch: number, logs: Logs): void {
    if (logs.loss === undefined || Number.isFinite(logs.loss)) return;
    if (this.#options.raiseError === true) {
      throw new TrainingError(
        "loss-not-finite",
        `TerminateOnNaN: the loss must stay finite; batch ${batch} gave ${logs.loss}.`,
      );
    }
    const write = this.#options.write ?? ((text: string) => standardOutput.write(text));
    write(`Batch ${batch}: Invalid loss, terminating training\n`);
    this.trainer.stopTraining = true;
  }
}
