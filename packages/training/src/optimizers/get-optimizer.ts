/** Optimizers by Keras's names. */
import { TrainingError } from "../errors";
import { lookUp } from "../names";
import { show } from "../options";
import { Adam, AdamW } from "./adam";
import { Adadelta } from "./adadelta";
import { Adagrad } from "./adagrad";
import { Adamax } from "./adamax";
import { Ftrl } from "./ftrl";
import { Nadam } from "./nadam";
import { Optimizer } from "./optimizer";
import { RMSprop } from "./rmsprop";
import { SGD } from "./sgd";

/** Names that {@link getOptimizer} knows; case and underscores do not matter. */
export type OptimizerName =
  | "sgd"
  | "rmsprop"
  | "adam"
  | "adamw"
  | "adadelta"
  | "adagrad"
  | "adamax"
  | "nadam"
  | "ftrl";

const makers: Readonly<Record<OptimizerName, () => Optimizer>> = {
  sgd: () => new SGD(),
  rmsprop: () => new RMSprop(),
  adam: () => new Adam(),
  adamw: () => new AdamW(),
  adadelta: () => new Adadelta(),
  adagrad: () => new Adagrad(),
  adamax: () => new Adamax(),
  nadam: () => new Nadam(),
  ftrl: () => new Ftrl(),
};

/**
 * The optimizer of a name, with Keras's defaults; an optimizer is passed through.
 *
 * @throws TrainingError `unknown-name`, with the nearest name
 */
export function getOptimizer(optimizer: OptimizerName | (string & {}) | Optimizer): Optimizer {
  if (typeof optimizer === "string") return lookUp("optimizer", optimizer, makers)();
  if (optimizer instanceof Optimizer) return optimizer;
  throw new TrainingError(
    "invalid-argument",
    `Could not interpret optimizer identifier: ${show(optimizer)}. Give a name such as "adam", or an optimizer of @flowers/training such as new Adam({ learningRate: 0.001 }).`,
  );
}
