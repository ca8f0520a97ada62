/** Options of fit, evaluate and predict. */
import type { Callback } from "../callback";
import type { ClassWeight } from "./class-weights";
import type { TrainingData } from "../data/batch-source";
import { TrainingError } from "../errors";
import { refuseUnknown } from "../names";

export interface RunOptions {
  /** Size of the batches that whole tensors are cut into. Default 32. */
  readonly batchSize?: number;
  /** Batches to run at most. Default: all. */
  readonly steps?: number | null;
  readonly callbacks?: readonly Callback[];
  /** 0 is silent, 1 a progress bar, 2 a line per epoch; `"auto"` is 1. Default 0 for evaluate and predict. */
  readonly verbose?: 0 | 1 | 2 | "auto";
  /** Ends the run after the current batch. */
  readonly signal?: AbortSignal;
}

export interface FitOptions extends Omit<RunOptions, "steps"> {
  /** Epoch to end before, counted from 0. Default 1. */
  readonly epochs?: number;
  readonly validationData?: TrainingData;
  /** Share of samples, taken from the end of whole tensors, to validate with. */
  readonly validationSplit?: number;
  /** Default: `batchSize`. */
  readonly validationBatchSize?: number;
  /** Batches of a validation at most. Default: all. */
  readonly validationSteps?: number | null;
  /** Validate after every so many epochs, or after these (counted from 1). Default 1. */
  readonly validationFreq?: number | readonly number[];
  /** Whether whole tensors are shuffled before every epoch, from TensorFlow's global stream. Default true. */
  readonly shuffle?: boolean;
  /** Batches of an epoch; the data goes on where it stopped. Default: all. */
  readonly stepsPerEpoch?: number | null;
  /** Epoch to start with, counted from 0. Default 0. */
  readonly initialEpoch?: number;
  readonly classWeight?: ClassWeight;
  /**
   * What to do when a batch's loss is NaN or infinite: `"error"` skips its update, so that the weights stay good, and
   * throws unless a callback stopped training; `"continue"` goes on as Keras does. Default `"error"`.
   */
  readonly onNonFiniteLoss?: "error" | "continue";
}

const known: Readonly<Record<keyof FitOptions, true>> = {
  batchSize: true,
  callbacks: true,
  classWeight: true,
  epochs: true,
  initialEpoch: true,
  onNonFiniteLoss: true,
  shuffle: true,
  signal: true,
  stepsPerEpoch: true,
  validationBatchSize: true,
  validationData: true,
  validationFreq: true,
  validationSplit: true,
  validationSteps: true,
  verbose: true,
};

/** @throws TrainingError `unknown-name`, with the nearest name, or `invalid-argument` */
export function checkFitOptions(options: FitOptions): void {
  refuseUnknown("fit", options, Object.keys(known));
  const { epochs, initialEpoch, stepsPerEpoch, validationSteps, validationFreq } = options;
  const whole = (name: string, value: number | null | undefined, least: number): void => {
    if (value === null || value === undefined || (Number.isInteger(value) && value >= least))
      return;
    if (name === "epochs" && value === Infinity) return; // Until a callback or the signal ends it.
    throw new TrainingError(
      "invalid-argument",
      `fit: ${name} must be a whole number from ${least}; received ${String(value)}.`,
    );
  };
  whole("epochs", epochs, 0);
  whole("initialEpoch", initialEpoch, 0);
  whole("stepsPerEpoch", stepsPerEpoch, 1);
  whole("validationSteps", validationSteps, 1);
  if (typeof validationFreq === "number") whole("validationFreq", validationFreq, 1);
}
