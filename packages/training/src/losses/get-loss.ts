/** Losses by Keras's names. */
import { TrainingError } from "../errors";
import { lookUp } from "../names";
import { isClassOf, show } from "../options";
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  SparseCategoricalCrossentropy,
} from "./crossentropy";
import { CrossentropyByShape } from "./crossentropy-by-shape";
import { BinaryFocalCrossentropy, CategoricalFocalCrossentropy } from "./focal-crossentropy";
import { FunctionLoss, type LossFunction } from "./function-loss";
import { CategoricalGeneralizedCrossEntropy } from "./generalized-crossentropy";
import { Loss } from "./loss";
import { Dice, Tversky } from "./overlap";
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
} from "./regression";

/** Full names, and Keras's short ones; case and underscores do not matter. */
export const lossMakers = {
  sparseCategoricalCrossentropy: () => new SparseCategoricalCrossentropy(),
  categoricalCrossentropy: () => new CategoricalCrossentropy(),
  binaryCrossentropy: () => new BinaryCrossentropy(),
  bce: () => new BinaryCrossentropy(),
  binaryFocalCrossentropy: () => new BinaryFocalCrossentropy(),
  categoricalFocalCrossentropy: () => new CategoricalFocalCrossentropy(),
  categoricalGeneralizedCrossEntropy: () => new CategoricalGeneralizedCrossEntropy(),
  dice: () => new Dice(),
  tversky: () => new Tversky(),
  meanSquaredError: () => new MeanSquaredError(),
  mse: () => new MeanSquaredError(),
  meanAbsoluteError: () => new MeanAbsoluteError(),
  mae: () => new MeanAbsoluteError(),
  meanAbsolutePercentageError: () => new MeanAbsolutePercentageError(),
  mape: () => new MeanAbsolutePercentageError(),
  meanSquaredLogarithmicError: () => new MeanSquaredLogarithmicError(),
  msle: () => new MeanSquaredLogarithmicError(),
  huber: () => new Huber(),
  logCosh: () => new LogCosh(),
  klDivergence: () => new KLDivergence(),
  kld: () => new KLDivergence(),
  kullbackLeiblerDivergence: () => new KLDivergence(),
  poisson: () => new Poisson(),
  hinge: () => new Hinge(),
  squaredHinge: () => new SquaredHinge(),
  categoricalHinge: () => new CategoricalHinge(),
  cosineSimilarity: () => new CosineSimilarity(),
} as const satisfies Record<string, () => Loss>;

/** `"crossentropy"` and `"ce"` stand for the cross-entropy that fits the shapes. */
export type LossName = keyof typeof lossMakers | "crossentropy" | "ce";

/** A name, a loss, or a function of targets and predictions. */
export type LossLike = LossName | (string & {}) | Loss | LossFunction;

const makers: Readonly<Record<LossName, () => Loss>> = {
  ...lossMakers,
  crossentropy: () => new CrossentropyByShape(),
  ce: () => new CrossentropyByShape(),
};

/**
 * The loss of a name or function; a loss is passed through. `"crossentropy"` is the cross-entropy that fits the shapes of
 * targets and predictions.
 *
 * @throws TrainingError `unknown-name`, with the nearest name; `invalid-argument` for anything that is not a loss
 */
export function getLoss(loss: LossLike): Loss {
  if (typeof loss === "string") return lookUp<() => Loss>("loss", loss, makers)();
  if (loss instanceof Loss) return loss;
  if (typeof loss === "function" && !isClassOf(Loss, loss)) return new FunctionLoss(loss);
  throw new TrainingError(
    "invalid-argument",
    typeof loss === "function"
      ? `compile: loss must be an instance; received the class ${(loss as { name: string }).name}. Write \`new ${(loss as { name: string }).name}()\`.`
      : `compile: loss must be a name such as "sparseCategoricalCrossentropy", a loss, or a function of targets and predictions; received ${show(loss)}.`,
  );
}
