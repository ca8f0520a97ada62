/** A training step: one function of a batch, with two makings, eager on every backend and compiled on native TensorFlow. */
import type * as tf from "@tensorflow/tfjs";
import type { Batch } from "../data/batch";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";

/** What a step trains, and how. */
export interface StepParts {
  readonly model: tf.LayersModel;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  /** Whether a batch whose loss is not finite is left out of the weights. */
  readonly gated: boolean;
}

/** The sums of one batch on the host: {@link Objective.statistics}. */
export type Statistics = Float32Array | Int32Array | Uint8Array;

export interface BatchResult {
  readonly statistics: Statistics;
  /** Whether the loss is a finite number. */
  readonly finite: boolean;
}

export interface Step {
  /** Trains on one batch, which stays the caller's. */
  train(batch: Batch): Promise<BatchResult>;
  /** Loss and metrics of one batch outside training. */
  test(batch: Batch): Promise<Statistics>;
  /** Predictions for a batch's inputs, one for each output. The caller owns them. */
  predict(inputs: readonly tf.Tensor[]): tf.Tensor[];
  /** Makes the model's weights and the optimizer's slots current, wherever the step keeps them meanwhile. */
  settle(): void;
  /** Why batches run eagerly, in one clause; null while they run compiled. */
  readonly refusal: string | null;
  /** Frees what the step holds; the model and the optimizer's slots stay and are current. */
  dispose(): void;
}

/** The loss is the first of a batch's sums. */
export function hasFiniteLoss({ 0: loss }: Statistics): boolean {
  return Number.isFinite(loss);
}

/** The one rule for a loss that is not finite: a gated step leaves the weights as they were. */
export function mayUpdate(finite: boolean, { gated }: Pick<StepParts, "gated">): boolean {
  return finite || !gated;
}
