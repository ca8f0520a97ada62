/** Keras's learning-rate schedules, as functions of the number of batches applied. */
import { TrainingError } from "../errors";
import { checkOptions, finite, flag, from, listOf, orNull, positive, type Rules } from "../options";

/** The rate of the batch that follows `step` applied ones. */
export type LearningRateSchedule = (step: number) => number;

/** What a schedule of this file was made of. */
export interface ScheduleSettings {
  /** Keras's class name, such as `"ExponentialDecay"`. */
  readonly className: string;
  readonly options: object;
}

const settings = new WeakMap<LearningRateSchedule, ScheduleSettings>();

/** How a schedule was made; null for a function of the user's own. */
export const scheduleSettings = (schedule: LearningRateSchedule): ScheduleSettings | null =>
  settings.get(schedule) ?? null;

/** A schedule that remembers what it was made of, so that it can be saved. */
function remembered(
  className: string,
  options: object,
  schedule: LearningRateSchedule,
): LearningRateSchedule {
  settings.set(schedule, { className, options });
  return schedule;
}

/** Arguments that the decaying schedules share. */
export interface DecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Decay in whole intervals only. Default false. */
  readonly staircase?: boolean;
}

const decayRules: Rules<DecayOptions> = {
  initialLearningRate: finite,
  decaySteps: positive,
  decayRate: finite,
  staircase: flag,
};
const decayNames = ["initialLearningRate", "decaySteps", "decayRate"];

/** `initial * rate ^ (step / decaySteps)`. */
export function exponentialDecay(options: DecayOptions): LearningRateSchedule {
  const {
    initialLearningRate,
    decaySteps,
    decayRate,
    staircase = false,
  } = checkOptions("exponentialDecay", options, decayRules, decayNames);
  return remembered("ExponentialDecay", options, (step) => {
    const intervals = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(intervals) : intervals);
  });
}

/** `initial / (1 + rate * step / decaySteps)`. */
export function inverseTimeDecay(options: DecayOptions): LearningRateSchedule {
  const {
    initialLearningRate,
    decaySteps,
    decayRate,
    staircase = false,
  } = checkOptions("inverseTimeDecay", options, decayRules, decayNames);
  return remembered("InverseTimeDecay", options, (step) => {
    const intervals = step / decaySteps;
    return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(intervals) : intervals));
  });
}

/**
 * `values[i]` up to and including step `boundaries[i]`, the last value after.
 *
 * @throws TrainingError `invalid-argument` unless there is one value more than boundaries
 */
export function piecewiseConstantDecay(options: {
  readonly boundaries: readonly number[];
  readonly values: readonly number[];
}): LearningRateSchedule {
  const { boundaries, values } = checkOptions(
    "piecewiseConstantDecay",
    options,
    { boundaries: listOf(finite), values: listOf(finite) },
    ["boundaries", "values"],
  );
  if (values.length !== boundaries.length + 1) {
    throw new TrainingError(
      "invalid-argument",
      `piecewiseConstantDecay: values must be one more than boundaries; received ${values.length} and ${boundaries.length}.`,
    );
  }
  return remembered("PiecewiseConstantDecay", options, (step) => {
    const i = boundaries.findIndex((boundary) => step <= boundary);
    return values[i === -1 ? boundaries.length : i] ?? 0;
  });
}

export interface PolynomialDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate?: number;
  readonly power?: number;
  /** Start again, over longer and longer intervals. Default false. */
  readonly cycle?: boolean;
}

/** From the initial rate to the end one along `(1 - step / decaySteps) ^ power`. */
export function polynomialDecay(options: PolynomialDecayOptions): LearningRateSchedule {
  const {
    initialLearningRate,
    decaySteps,
    endLearningRate = 0.0001,
    power = 1,
    cycle = false,
  } = checkOptions(
    "polynomialDecay",
    options,
    {
      initialLearningRate: finite,
      decaySteps: positive,
      endLearningRate: finite,
      power: finite,
      cycle: flag,
    },
    ["initialLearningRate", "decaySteps"],
  );
  return remembered("PolynomialDecay", options, (step) => {
    const total = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
    const done = cycle ? step : Math.min(step, decaySteps);
    return (initialLearningRate - endLearningRate) * (1 - done / total) ** power + endLearningRate;
  });
}

export interface CosineDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly alpha?: number;
  readonly warmupTarget?: number | null;
  readonly warmupSteps?: number;
}

/** Half a cosine from the initial rate to `alpha` times it, after an optional linear warm-up to `warmupTarget`. */
export function cosineDecay(options: CosineDecayOptions): LearningRateSchedule {
  const {
    initialLearningRate,
    decaySteps,
    alpha = 0,
    warmupTarget = null,
    warmupSteps = 0,
  } = checkOptions(
    "cosineDecay",
    options,
    {
      initialLearningRate: finite,
      decaySteps: positive,
      alpha: finite,
      warmupTarget: orNull(finite),
      warmupSteps: from(0),
    },
    ["initialLearningRate", "decaySteps"],
  );
  const decayed = (step: number, from: number): number => {
    const cosine = 0.5 * (1 + Math.cos((Math.PI * Math.min(step, decaySteps)) / decaySteps));
    return ((1 - alpha) * cosine + alpha) * from;
  };
  return remembered("CosineDecay", options, (step) => {
    if (warmupTarget === null) return decayed(step, initialLearningRate);
    if (step < warmupSteps) {
      return initialLearningRate + ((warmupTarget - initialLearningRate) * step) / warmupSteps;
    }
    return decayed(step - warmupSteps, warmupTarget);
  });
}

export interface CosineDecayRestartsOptions {
  readonly initialLearningRate: number;
  readonly firstDecaySteps: number;
  readonly tMul?: number;
  readonly mMul?: number;
  readonly alpha?: number;
}

/** Cosine decays one after another, each `tMul` times as long and starting `mMul` times as high. */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): LearningRateSchedule {
  const {
    initialLearningRate,
    firstDecaySteps,
    tMul = 2,
    mMul = 1,
    alpha = 0,
  } = checkOptions(
    "cosineDecayRestarts",
    options,
    {
      initialLearningRate: finite,
      firstDecaySteps: positive,
      tMul: finite,
      mMul: finite,
      alpha: finite,
    },
    ["initialLearningRate", "firstDecaySteps"],
  );
  return remembered("CosineDecayRestarts", options, (step) => {
    let share = step / firstDecaySteps;
    let restarts: number;
    if (tMul === 1) {
      restarts = Math.floor(share);
      share -= restarts;
    } else {
      restarts = Math.floor(Math.log(1 - share * (1 - tMul)) / Math.log(tMul));
      share = (share - (1 - tMul ** restarts) / (1 - tMul)) / tMul ** restarts;
    }
    const cosine = 0.5 * mMul ** restarts * (1 + Math.cos(Math.PI * share));
    return ((1 - alpha) * cosine + alpha) * initialLearningRate;
  });
}
