/** Losses by the names that Keras's files have for them, and the settings that it writes of each. */
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  SparseCategoricalCrossentropy,
} from "../losses/crossentropy";
import {
  BinaryFocalCrossentropy,
  CategoricalFocalCrossentropy,
} from "../losses/focal-crossentropy";
import { CategoricalGeneralizedCrossEntropy } from "../losses/generalized-crossentropy";
import type { Loss } from "../losses/loss";
import { Dice, Tversky } from "../losses/overlap";
import {
  CategoricalHinge,
  CosineSimilarity,
  Hinge,
  Huber,
  KLDivergence,
  LogCosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  SquaredHinge,
} from "../losses/regression";

/** A class, and its settings besides `name` by Keras's spelling. */
export interface ClassRow<T> {
  readonly make: (options: Readonly<Record<string, unknown>>) => T;
  readonly settings: readonly string[];
}

const row = <T>(made: new (options: never) => T, ...settings: readonly string[]): ClassRow<T> => ({
  make: (options) => new made(options as never),
  settings,
});

const smoothed = ["from_logits", "label_smoothing", "axis"];

export const lossTable: Readonly<Record<string, ClassRow<Loss>>> = {
  BinaryCrossentropy: row(BinaryCrossentropy, ...smoothed),
  BinaryFocalCrossentropy: row(
    BinaryFocalCrossentropy,
    ...smoothed,
    "apply_class_balancing",
    "alpha",
    "gamma",
  ),
  CategoricalCrossentropy: row(CategoricalCrossentropy, ...smoothed),
  CategoricalFocalCrossentropy: row(CategoricalFocalCrossentropy, ...smoothed, "alpha", "gamma"),
  CategoricalGeneralizedCrossEntropy: row(CategoricalGeneralizedCrossEntropy, "q"),
  CategoricalHinge: row(CategoricalHinge),
  CosineSimilarity: row(CosineSimilarity, "axis"),
  Dice: row(Dice, "axis"),
  Hinge: row(Hinge),
  Huber: row(Huber, "delta"),
  KLDivergence: row(KLDivergence),
  LogCosh: row(LogCosh),
  MeanAbsoluteError: row(MeanAbsoluteError),
  MeanAbsolutePercentageError: row(MeanAbsolutePercentageError),
  MeanSquaredError: row(MeanSquaredError),
  MeanSquaredLogarithmicError: row(MeanSquaredLogarithmicError),
  Poisson: row(Poisson),
  SparseCategoricalCrossentropy: row(SparseCategoricalCrossentropy, "from_logits", "ignore_class"),
  SquaredHinge: row(SquaredHinge),
  Tversky: row(Tversky, "alpha", "beta", "axis"),
};
