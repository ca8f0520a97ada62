/** Options of fit, evaluate and predict. */
import * as tf from "@tensorflow/tfjs";
import type { Callback, CallbackParams } from "../callbacks/callback";
import type { BatchSource, TrainingData } from "../data/batch-source";
import { checkCallbacks } from "../callbacks/check-callbacks";
import { TrainingError } from "../errors";
import { refuseUnknown } from "../names";
import {
  abortSignal,
  between,
  checkArgument,
  either,
  flag,
  listOf,
  oneOf,
  type Rule,
  rule,
  whole,
} from "../options";
import { requireOptions } from "../require-model";
import { checkClassWeight, type ClassWeight } from "./class-weights";

/** Arguments of a trainer's `evaluate` and `predict`. */
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

/** Arguments of a trainer's `fit`: epochs, validation, callbacks, weights of classes. */
export interface FitOptions extends Omit<RunOptions, "steps"> {
  /** Epoch to end before, counted from 0. Default 1. */
  readonly epochs?: number;
  readonly validationData?: TrainingData;
  /** Share of samples, taken from the end of whole tensors, to validate with. Default 0, none. */
  readonly validationSplit?: number;
  /** Default: `batchSize`. */
  readonly validationBatchSize?: number;
  /** Batches of a validation at most; each one starts the data again. Default: all. */
  readonly validationSteps?: number | null;
  /** Validate after every so many epochs, or after these (counted from 1). Default 1. */
  readonly validationFreq?: number | readonly number[];
  /** Whether whole tensors are shuffled before every epoch, from TensorFlow's global stream. Default true. */
  readonly shuffle?: boolean;
  /** Batches of an epoch; the next epoch continues where the data stopped. Default: all. */
  readonly stepsPerEpoch?: number | null;
  /** Epoch to start with, counted from 0. Default 0. */
  readonly initialEpoch?: number;
  readonly classWeight?: ClassWeight;
  /**
   * What to do when a batch's loss is NaN or infinite: `"error"` skips its update, so that the weights stay good, and
   * throws unless a callback stopped training; `"continue"` does as Keras does. Default `"error"`.
   */
  readonly onNonFiniteLoss?: "error" | "continue";
}

const positiveWhole = rule("a positive whole number", whole(1).fits);

const runOptions: Readonly<Record<keyof RunOptions, true>> = {
  batchSize: true,
  callbacks: true,
  signal: true,
  steps: true,
  verbose: true,
};

const fitOptions: Readonly<Record<keyof FitOptions, true>> = {
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

/** What callbacks are told about an evaluation or a prediction. */
export function runParams(
  { verbose = 0, steps = null }: RunOptions,
  source: BatchSource,
): CallbackParams {
  const known = source.steps;
  const both = steps !== null && known !== null ? Math.min(steps, known) : (steps ?? known);
  return { verbose: verbose === "auto" ? 1 : verbose, epochs: 1, steps: both };
}

/**
 * Checks options of `evaluate` or `predict`.
 *
 * @throws TrainingError `unknown-name`, with the nearest name, or `invalid-argument`
 */
export function checkRunOptions(owner: string, options: RunOptions): void {
  refuseTensor(owner, options);
  requireOptions(owner, options);
  refuseUnknown(owner, options, Object.keys(runOptions));
  optional(owner, "steps", options.steps, whole(1));
  checkShared(owner, options);
}

/**
 * Checks options of `fit`.
 *
 * @throws TrainingError `unknown-name`, with the nearest name, or `invalid-argument`
 */
export function checkFitOptions(options: FitOptions): void {
  refuseTensor("fit", options);
  requireOptions("fit", options);
  refuseUnknown("fit", options, Object.keys(fitOptions));
  const { epochs, onNonFiniteLoss, classWeight } = options;
  if (epochs !== Infinity) optional("fit", "epochs", epochs, whole(0)); // Until a callback or the signal ends it.
  optional("fit", "initialEpoch", options.initialEpoch, whole(0));
  optional("fit", "stepsPerEpoch", options.stepsPerEpoch, whole(1));
  optional("fit", "validationSteps", options.validationSteps, whole(1));
  optional("fit", "validationBatchSize", options.validationBatchSize, positiveWhole);
  const freq = options.validationFreq;
  if (freq !== undefined)
    checkArgument("fit", "validationFreq", freq, either(whole(1), listOf(whole(1))));
  optional("fit", "validationSplit", options.validationSplit, between(0, 1));
  optional("fit", "shuffle", options.shuffle, flag);
  if (onNonFiniteLoss !== undefined)
    checkArgument("fit", "onNonFiniteLoss", onNonFiniteLoss, oneOf("error", "continue"));
  if (classWeight !== undefined && (classWeight as unknown) !== null) checkClassWeight(classWeight);
  checkShared("fit", options);
}

function checkShared(owner: string, options: RunOptions | FitOptions): void {
  const { batchSize, callbacks, signal, verbose } = options;
  optional(owner, "batchSize", batchSize, positiveWhole);
  optional(owner, "signal", signal, abortSignal);
  if (verbose !== undefined) checkArgument(owner, "verbose", verbose, oneOf("auto", 0, 1, 2));
  if (callbacks !== undefined) checkCallbacks(owner, callbacks);
}

/** `fit(x, y)` is Keras's call; the second argument here is the options. */
function refuseTensor(owner: string, options: unknown): void {
  if (!(options instanceof tf.Tensor) && !Array.isArray(options)) return;
  throw new TrainingError(
    "invalid-argument",
    `${owner}: the second argument must be the options; received ${options instanceof tf.Tensor ? "a tensor" : "a list"}. To give inputs and targets, write ${owner}({ xs: x, ys: y }, { ... }).`,
  );
}

/** Null stands for what is not given, as Python's None. */
function optional(owner: string, name: string, value: unknown, rule: Rule): void {
  if (value !== undefined && value !== null) checkArgument(owner, name, value, rule);
}
