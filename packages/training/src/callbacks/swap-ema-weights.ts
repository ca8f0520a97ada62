/** Evaluates and predicts with the moving average of the weights. */
import { TrainingError } from "../errors";
import { checkOptions, flag } from "../options";
import { TrainerCallback } from "./trainer-callback";

/** See {@link SwapEMAWeights}. */
export interface SwapEMAWeightsOptions {
  /**
   * Also has the averages in the model between the end of an epoch and the start of the next, so that callbacks after it,
   * such as `ModelCheckpoint`, save them. Default false.
   */
  readonly swapOnEpoch?: boolean;
}

/**
 * Keras's `SwapEMAWeights`: puts the averages that an optimizer with `useEma` keeps in the weights' place while the model
 * is validated, evaluated or predicts, and the weights back after it.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit, and, when a run
 *   begins, for an optimizer without averages
 * @example
 * ```ts
 * const trainer = compile(model, { optimizer: new Adam({ useEma: true }), loss });
 * await trainer.fit(train, { validationData, callbacks: [new SwapEMAWeights()] }); // val_loss is the averages'
 * ```
 */
export class SwapEMAWeights extends TrainerCallback {
  static override readonly name: string = "SwapEMAWeights";
  readonly #swapOnEpoch: boolean;
  #isSwapped = false;

  constructor(options: SwapEMAWeightsOptions = {}) {
    super();
    const { swapOnEpoch = false } = checkOptions("SwapEMAWeights", options, { swapOnEpoch: flag });
    this.#swapOnEpoch = swapOnEpoch;
  }

  onTrainBegin(): void {
    this.#isSwapped = false;
  }

  onEpochBegin(): void {
    if (this.#swapOnEpoch) this.#weights();
  }

  onEpochEnd(): void {
    if (this.#swapOnEpoch) this.#averages();
  }

  onTrainEnd(): void {
    // What `fit` ends with is the averages in the model; the optimizer puts them there by itself.
    this.#isSwapped = false;
  }

  onTestBegin(): void {
    this.#averages();
  }

  onTestEnd(): void {
    this.#weights();
  }

  onPredictBegin(): void {
    this.#averages();
  }

  onPredictEnd(): void {
    this.#weights();
  }

  #averages(): void {
    if (!this.#isSwapped) this.#swap();
    this.#isSwapped = true;
  }

  #weights(): void {
    if (this.#isSwapped) this.#swap();
    this.#isSwapped = false;
  }

  #swap(): void {
    if (this.trainer.swapAverages?.() === true) return;
    throw new TrainingError(
      "invalid-argument",
      "SwapEMAWeights: the optimizer keeps no averages; create it with useEma: true.",
    );
  }
}
