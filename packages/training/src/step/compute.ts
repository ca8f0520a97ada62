/** One batch forwards and backwards, op by op: pure functions of tensors, the same on every backend. */
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../data/batch";
import type { Objective } from "../objective/objective";
import type { Weight } from "../optimizers/weight";
import { logitsOf } from "../losses/logits";
import { regularization } from "./regularization";
import { type CallArguments, runModel } from "./run-model";

/** What a batch is computed with. */
export interface ComputeParts {
  readonly model: tf.LayersModel;
  readonly objective: Objective;
}

export interface Gradients {
  /** {@link Objective.statistics} of the batch. */
  readonly statistics: tf.Tensor1D;
  /** By weight; null where the loss does not depend on it. */
  readonly gradients: readonly (tf.Tensor | null)[];
}

export interface GradientOptions {
  readonly weights: readonly Weight[];
  /** Gives the predictions in training; by default the model's. */
  readonly predict?: (call: CallArguments) => tf.Tensor[];
  /** What the loss is multiplied by before gradients are taken; the statistics hold the loss itself. Default null. */
  readonly lossScale?: number | null;
  readonly masks?: CallArguments["masks"];
  /** Which part of a batch this one is, on a cluster: its loss counts for so much. Default 1. */
  readonly share?: number;
}

/** Loss, metrics and gradients of one batch in training. The caller owns every tensor of the result. */
export function computeGradients(
  { model, objective }: ComputeParts,
  batch: Batch,
  { weights, lossScale = null, masks, share = 1, ...options }: GradientOptions,
): Gradients {
  const { predict = (call) => runModel(model, batch.inputs, call) } = options;
  const variables = weights.map((weight) => weight.read() as tf.Variable);
  const scale = (lossScale ?? 1) * share;
  const { statistics, grads } = tf.tidy(() => {
    const kept: tf.Tensor[] = [];
    let statistics: (() => tf.Tensor1D) | undefined;
    const { grads } = tf.variableGrads(() => {
      const predictions = predict({
        training: true,
        remember: true,
        ...(masks ? { masks } : {}),
      });
      const { total, parts } = objective.losses(predictions, batch, regularization(model), share);
      const losses = { total: tf.clone(total), parts: parts.map((part) => tf.clone(part)) };
      const logits = predictions.map(logitsOf).filter((each) => each !== null);
      kept.push(losses.total, ...losses.parts, ...predictions, ...logits);
      kept.forEach((tensor) => tf.keep(tensor));
      // Metrics have no gradient and come after: what they make is not recorded.
      statistics = () => objective.statistics(losses, predictions, batch);
      return scale === 1 ? total : tf.mul<tf.Scalar>(total, scale);
    }, variables);
    const vector = statistics?.();
    tf.dispose(kept);
    if (!vector) throw new Error("unreachable: variableGrads runs its function");
    return { statistics: vector, grads };
  });
  return { statistics, gradients: variables.map(({ name }) => grads[name] ?? null) };
}

/**
 * Loss and metrics of one batch outside training. The caller owns the vector.
 *
 * @param share which part of a batch this one is, on a cluster
 */
export function computeStatistics(
  { model, objective }: ComputeParts,
  batch: Batch,
  share = 1,
): tf.Tensor1D {
  return tf.tidy(() => {
    const predictions = runModel(model, batch.inputs, { training: false, remember: true });
    const losses = objective.losses(predictions, batch, regularization(model), share);
    return objective.statistics(losses, predictions, batch);
  });
}

/** Predictions of a batch, one for each output. The caller owns them. */
export function computePredictions(
  model: tf.LayersModel,
  inputs: readonly tf.Tensor[],
): tf.Tensor[] {
  return tf.tidy(() =>
    runModel(model, inputs, { training: false }).map((output) => tf.clone(output)),
  );
}
