/** Losses by Keras's names. */
import { lookUp } from "../names";
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  SparseCategoricalCrossentropy,
} from "./crossentropy";
import { FunctionLoss, type LossFunction } from "./function-loss";
import { Loss } from "./loss";
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

/** Full names; case and underscores do not matter. `mse`, `mae`, `mape`, `msle` and `kld` are known too. */
export const lossMakers = {
  sparseCategoricalCrossentropy: () => new SparseCategoricalCrossentropy(),
  categoricalCrossentropy: () => new CategoricalCrossentropy(),
  binaryCrossentropy: () => new BinaryCrossentropy(),
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
  poisson: () => new Poisson(),
  hinge: () => new Hinge(),
  squaredHinge: () => new SquaredHinge(),
  categoricalHinge: () => new CategoricalHinge(),
  cosineSimilarity: () => new CosineSimilarity(),
} as const satisfies Record<string, () => Loss>;

export type LossName = keyof typeof lossMakers;

/** A name, a loss, or a function of targets and predictions. */
export type LossLike = LossName | (string & {}) | Loss | LossFunction;

/**
 * The loss of a name or function; a loss is passed through.
 *
 * @throws TrainingError `unknown-name`, with the nearest name
 */
export function getLoss(loss: LossLike): Loss {
  if (typeof loss === "string") return lookUp<() => Loss>("loss", loss, lossMakers)();
  return loss instanceof Loss ? loss : new FunctionLoss(loss);
}
