/** Keras's `compile`: what a model is trained with. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "./errors";
import { Loss } from "./losses/loss";
import { Metric } from "./metrics/metric";
import { refuseUnknown } from "./names";
import { show } from "./options";
import { Objective, type ObjectiveOptions } from "./objective/objective";
import { getOptimizer, type OptimizerName } from "./optimizers/get-optimizer";
import { Optimizer } from "./optimizers/optimizer";
import { ModelTrainer } from "./trainer/model-trainer";
import { requireModel, requireOptions } from "./require-model";

/** What {@link compile} trains with: the optimizer, the loss, the metrics. */
export interface CompileOptions extends ObjectiveOptions {
  /** A name, with Keras's defaults, or an optimizer. Default `"rmsprop"`, as in Keras. */
  readonly optimizer?: OptimizerName | (string & {}) | Optimizer;
}

/** A class whose instances are asked for, so that the message can say so. */
type AnyClass = abstract new (...args: never[]) => object;

/** Finds a class that was given where one of its instances is asked for, at any depth of lists and records. */
function refuseClass(argument: string, value: unknown, base: AnyClass): void {
  if (typeof value === "function") {
    if (!(value.prototype instanceof base)) return;
    throw new TrainingError(
      "invalid-argument",
      `compile: \`${argument}\` must be an instance; received the class ${value.name}. Write new ${value.name}().`,
    );
  }
  if (Array.isArray(value)) value.forEach((each) => refuseClass(argument, each, base));
  else if (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  )
    Object.values(value).forEach((each) => refuseClass(argument, each, base));
}

function checkOptimizer(optimizer: unknown): void {
  refuseClass("optimizer", optimizer, Optimizer);
  if (typeof optimizer === "string" || optimizer instanceof Optimizer) return;
  const isTf = optimizer instanceof Object && optimizer instanceof tf.Optimizer; // it reads from null
  const name = isTf ? optimizer.constructor.name : show(optimizer);
  throw new TrainingError(
    "invalid-argument",
    `Could not interpret optimizer identifier: ${name}${isTf ? " of TensorFlow.js" : ""}. Give a name such as "adam", or an optimizer of @flowers/training such as new Adam({ learningRate: 0.001 }).`,
  );
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
export function compile(model: tf.LayersModel, options: CompileOptions = {}): ModelTrainer {
  requireModel("compile", model);
  requireOptions("compile", options);
  const { optimizer = "rmsprop", ...objective } = options;
  refuseUnknown("compile", objective, ["loss", "lossWeights", "metrics", "weightedMetrics"]);
  checkOptimizer(optimizer);
  refuseClass("loss", objective.loss, Loss);
  refuseClass("metrics", objective.metrics, Metric);
  refuseClass("weightedMetrics", objective.weightedMetrics, Metric);
  return new ModelTrainer(model, getOptimizer(optimizer), new Objective(model, objective));
}
