/** What fit, evaluate and predict share. */
import type * as tf from "@tensorflow/tfjs";
import type { Callback, CallbackParams } from "../callbacks/callback";
import { CallbackList } from "../callbacks/callback-list";
import type { Batch } from "../data/batch";
import { TrainingError } from "../errors";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import { ProgressLogger } from "../progress/progress-logger";
import type { Trainer } from "./trainer";
import type { RunState } from "./run-state";
import type { StepHolder } from "./step-holder";
import type { TaskBreaks } from "./task-breaks";

export interface RunParts {
  /** What callbacks are given. */
  readonly trainer: Trainer;
  readonly model: tf.LayersModel;
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  readonly state: RunState;
  readonly steps: StepHolder;
  readonly breaks: TaskBreaks;
}

/** The callbacks given, then the progress display, as Keras orders them. */
export function callbackList(
  { trainer }: RunParts,
  callbacks: readonly Callback[],
  params: CallbackParams,
  batchSize?: number,
): CallbackList {
  const progress =
    params.verbose === 0 ? [] : [new ProgressLogger(batchSize === undefined ? {} : { batchSize })];
  return new CallbackList([...callbacks, ...progress], trainer, params);
}

/**
 * Checks a batch's inputs against the model's.
 *
 * @throws TrainingError `shape-mismatch`
 */
export function checkInputs(model: tf.LayersModel, { inputs }: Batch, step: number): void {
  model.inputs.forEach(({ shape, name }, i) => {
    const given = inputs[i]?.shape ?? [];
    const fits =
      given.length === shape.length &&
      shape.every((size, axis) => axis === 0 || size === null || size === given[axis]);
    if (fits) return;
    throw new TrainingError(
      "shape-mismatch",
      `Batch ${step}: the model's input "${name}" must have shape [${shape.map((size) => size ?? "any").join(", ")}]; received [${given.join(", ")}].`,
    );
  });
}
