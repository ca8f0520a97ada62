/** Keras's `compile`: what a model is trained with. */
import type * as tf from "@tensorflow/tfjs";
import { ModelTrainer } from "./trainer/model-trainer";
import { refuseUnknown } from "./names";
import { Objective, type ObjectiveOptions } from "./objective/objective";
import { getOptimizer, type OptimizerName } from "./optimizers/get-optimizer";
import type { Optimizer } from "./optimizers/optimizer";

export interface CompileOptions extends ObjectiveOptions {
  /** A name, with Keras's defaults, or an optimizer. Default `"rmsprop"`, as in Keras. */
  readonly optimizer?: OptimizerName | (string & {}) | Optimizer;
}

/**
 * Makes a trainer for a model. The model is neither changed nor taken over; tfjs's own `compile` is not involved.
 *
 * @throws TrainingError `unknown-name`, with the nearest name, or `invalid-argument`
 *
 * @example
 * const trainer = compile(model, {
 *   optimizer: "adam",
 *   loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
 *   metrics: ["accuracy"],
 * });
 * const { history } = await trainer.fit(train, { validationData: validation, epochs: 10 });
 */
export function compile(
  model: tf.LayersModel,
  { optimizer = "rmsprop", ...objective }: CompileOptions,
): ModelTrainer {
  refuseUnknown("compile", objective, ["loss", "lossWeights", "metrics", "weightedMetrics"]);
  return new ModelTrainer(model, getOptimizer(optimizer), new Objective(model, objective));
}
