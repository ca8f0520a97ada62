/** Options that every optimizer has, and their checks. */
import { TrainingError } from "../errors";
import {
  anything,
  checkOptions as checkValues,
  finite,
  flag,
  listOf,
  orNull,
  type Rules,
  text,
} from "../options";
import type { LearningRateSchedule } from "./schedules";

/** Options of every optimizer, with Keras's defaults. */
export interface OptimizerOptions {
  /** Rate, or a schedule over the batches applied. */
  readonly learningRate?: number | LearningRateSchedule;
  /** Before each update every weight loses this share of itself, times the rate. Default none. */
  readonly weightDecay?: number | null;
  /** Weights whose name contains one of these do not decay. Default none. */
  readonly excludeFromWeightDecay?: readonly string[];
  /** Largest norm of one weight's gradient. */
  readonly clipnorm?: number | null;
  /** Largest norm of all gradients together. */
  readonly globalClipnorm?: number | null;
  /** Largest absolute value of a gradient's entries. */
  readonly clipvalue?: number | null;
  /** Keep an average of the weights, and put it in their place when training ends. Default false. */
  readonly useEma?: boolean;
  /** Share of the old average that a batch keeps. Default 0.99. */
  readonly emaMomentum?: number;
  /** Batches after which the average replaces the weights. Default: only at the end of `fit`. */
  readonly emaOverwriteFrequency?: number | null;
  /** What the loss is multiplied by before gradients are taken, and gradients divided by after. Default none. */
  readonly lossScaleFactor?: number | null;
  /** Batches whose gradients are averaged for one update, at least 2. Default: each batch updates. */
  readonly gradientAccumulationSteps?: number | null;
  readonly name?: string;
}

/** Numbers that {@link checkOptions} compares with each other, or has Keras's words for, are anything here. */
const shared: Rules<OptimizerOptions> = {
  learningRate: anything,
  weightDecay: anything,
  excludeFromWeightDecay: orNull(listOf(text)),
  clipnorm: anything,
  globalClipnorm: anything,
  clipvalue: anything,
  useEma: flag,
  emaMomentum: finite,
  emaOverwriteFrequency: anything,
  lossScaleFactor: anything,
  gradientAccumulationSteps: anything,
  name: orNull(text),
};

/** Rules for the options that one optimizer has beside the shared ones. */
export type OwnRules<Options extends OptimizerOptions> = Rules<
  Omit<Options, keyof OptimizerOptions>
>;

/**
 * Gives the options of one optimizer back when they are an object of its names with values that fit.
 *
 * @param owner the class, for messages
 * @throws TrainingError `unknown-name`, with the nearest name; `invalid-argument`, with the rule and the value
 */
export function checkOwnOptions<Options extends OptimizerOptions>(
  owner: string,
  options: Options,
  rules: OwnRules<Options>,
): Options {
  checkValues<object>(owner, options, { ...shared, ...rules });
  return options;
}

/**
 * @param owner the class, for messages
 * @throws TrainingError `unknown-name` or `invalid-argument`
 */
export function checkOptions(owner: string, options: OptimizerOptions): void {
  const refuse = (message: string): never => {
    throw new TrainingError("invalid-argument", message);
  };
  checkValues(owner, options, shared);
  const { clipnorm, globalClipnorm, clipvalue, learningRate } = options;
  const clips = { clipnorm, clipvalue, globalClipnorm };
  if (Object.values(clips).filter((clip) => clip !== undefined && clip !== null).length > 1) {
    refuse(
      `Only one of \`clipnorm\`, \`clipvalue\` and \`globalClipnorm\` can be set. Received: clipnorm=${clipnorm}, clipvalue=${clipvalue}, globalClipnorm=${globalClipnorm}.`,
    );
  }
  const { weightDecay, lossScaleFactor } = options;
  for (const [name, value] of Object.entries({ ...clips, weightDecay, lossScaleFactor })) {
    if (value === undefined || value === null || Number.isFinite(value)) continue;
    refuse(`\`${name}\` must be a finite number. Received: ${name}=${value}`);
  }
  if (learningRate !== undefined && typeof learningRate !== "function") {
    checkLearningRate(learningRate);
  }
  const { useEma = false, emaMomentum = 0.99 } = options;
  if (useEma && !(emaMomentum >= 0 && emaMomentum <= 1)) {
    refuse(`\`emaMomentum\` must be in the range [0, 1]. Received: emaMomentum=${emaMomentum}`);
  }
  const { emaOverwriteFrequency, gradientAccumulationSteps } = options;
  for (const [name, value, least] of [
    ["emaOverwriteFrequency", emaOverwriteFrequency, 1],
    ["gradientAccumulationSteps", gradientAccumulationSteps, 2],
  ] as const) {
    if (value === undefined || value === null) continue;
    if (!Number.isInteger(value) || value < least)
      refuse(`\`${name}\` must be an integer >= ${least}. Received: ${name}=${value}`);
  }
}

/** @throws TrainingError `invalid-argument` for a rate that is not a finite number */
export function checkLearningRate(rate: number): void {
  if (Number.isFinite(rate)) return;
  throw new TrainingError(
    "invalid-argument",
    `\`learningRate\` must be a finite number. Received: ${String(rate)}`,
  );
}
