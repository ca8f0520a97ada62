/** Optimizers and schedules by Keras's class names: their settings, and the order in which Keras keeps their variables. */
import { Adadelta } from "../optimizers/adadelta";
import { Adagrad } from "../optimizers/adagrad";
import { Adam, AdamW } from "../optimizers/adam";
import { Adamax } from "../optimizers/adamax";
import { Ftrl } from "../optimizers/ftrl";
import { Nadam } from "../optimizers/nadam";
import type { Optimizer } from "../optimizers/optimizer";
import { RMSprop } from "../optimizers/rmsprop";
import {
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  type LearningRateSchedule,
  piecewiseConstantDecay,
  polynomialDecay,
} from "../optimizers/schedules";
import { SGD } from "../optimizers/sgd";

interface OptimizerRow {
  readonly make: (options: Readonly<Record<string, unknown>>) => Optimizer;
  /** Keras's arguments besides those of every optimizer. */
  readonly settings: readonly string[];
  /** Slots run over the weights group by group; within a group, those of one weight stand together. */
  readonly groups: readonly (readonly string[])[];
  /** A number that Keras keeps behind the slots, by our name. */
  readonly last?: string;
}

const row = (
  made: new (options: never) => Optimizer,
  settings: readonly string[],
  groups: readonly (readonly string[])[],
  last?: string,
): OptimizerRow => ({
  make: (options) => new made(options as never),
  settings,
  groups,
  ...(last === undefined ? {} : { last }),
});

const moments = ["beta_1", "beta_2", "epsilon"];
const adamGroups = [["momentum", "velocity"], ["velocity_hat"]];

export const optimizerTable: Readonly<Record<string, OptimizerRow>> = {
  Adadelta: row(Adadelta, ["rho", "epsilon"], [["accumulated_grad", "accumulated_delta_var"]]),
  Adagrad: row(Adagrad, ["initial_accumulator_value", "epsilon"], [["accumulator"]]),
  Adam: row(Adam, [...moments, "amsgrad"], adamGroups),
  AdamW: row(AdamW, [...moments, "amsgrad"], adamGroups),
  Adamax: row(Adamax, moments, [["momentum", "norm"]]),
  Ftrl: row(
    Ftrl,
    [
      "learning_rate_power",
      "initial_accumulator_value",
      "l1_regularization_strength",
      "l2_regularization_strength",
      "l2_shrinkage_regularization_strength",
      "beta",
    ],
    [["accumulator", "linear"]],
  ),
  Nadam: row(Nadam, moments, [["momentum", "velocity"]], "product"),
  RMSprop: row(
    RMSprop,
    ["rho", "momentum", "epsilon", "centered"],
    [["velocity"], ["momentum"], ["average_gradient"]],
  ),
  SGD: row(SGD, ["momentum", "nesterov"], [["momentum"]]),
};

/** Keras's arguments of every optimizer but the rate, in its order. */
export const commonSettings = [
  "weight_decay",
  "clipnorm",
  "global_clipnorm",
  "clipvalue",
  "use_ema",
  "ema_momentum",
  "ema_overwrite_frequency",
  "loss_scale_factor",
  "gradient_accumulation_steps",
] as const;

type Schedule = (options: never) => LearningRateSchedule;

export const scheduleTable: Readonly<Record<string, Schedule>> = {
  CosineDecay: cosineDecay,
  CosineDecayRestarts: cosineDecayRestarts,
  ExponentialDecay: exponentialDecay,
  InverseTimeDecay: inverseTimeDecay,
  PiecewiseConstantDecay: piecewiseConstantDecay,
  PolynomialDecay: polynomialDecay,
};
