/** One batch forwards and backwards, op by op; works on every backend. */
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../data/batch";
import type { Objective } from "../objective/objective";
import type { Weight } from "../optimizers/weight";

/** Predictions of a batch, one for each output. `training` reaches every layer. */
export function forward(
  model: tf.LayersModel,
  xs: readonly tf.Tensor[],
  training: boolean,
): tf.Tensor[] {
  const input = xs.length === 1 ? (xs[0] as tf.Tensor) : [...xs];
  const output = model.apply(input, { training }) as tf.Tensor | tf.Tensor[];
  return Array.isArray(output) ? output : [output];
}

/** The sum of all layers' regularization, or null if no layer has any. Differentiable. */
export function regularization(model: tf.LayersModel): tf.Scalar | null {
  const losses = model.layers.flatMap((layer) => layer.calculateLosses());
  return losses.length === 0 ? null : (tf.addN(losses) as tf.Scalar);
}

export interface Gradients {
  /** {@link Objective.statistics} of the batch. */
  readonly statistics: tf.Tensor1D;
  /** By weight; null where the loss does not depend on it. */
  readonly gradients: (tf.Tensor | null)[];
}

/**
 * Loss, metrics and gradients of one batch in training. The caller owns every tensor of the result.
 *
 * @param options.predict gives the predictions where they are not the whole model's
 * @param options.lossScale what the loss is multiplied by before gradients are taken; the statistics hold the loss itself
 */
export function computeGradients(
  model: tf.LayersModel,
  objective: Objective,
  weights: readonly Weight[],
  batch: Batch,
  options: { readonly predict?: () => tf.Tensor[]; readonly lossScale?: number | null } = {},
): Gradients {
  const { predict = () => forward(model, batch.inputs, true), lossScale = null } = options;
  const variables = weights.map((weight) => weight.read() as tf.Variable);
  const { statistics, grads } = tf.tidy(
    (): { statistics: tf.Tensor1D; grads: tf.NamedTensorMap } => {
      let kept: { total: tf.Scalar; parts: tf.Scalar[]; predictions: tf.Tensor[] } | undefined;
      const { grads } = tf.variableGrads(() => {
        const predictions = predict();
        const { total: loss, parts } = objective.losses(predictions, batch, regularization(model));
        kept = {
          total: tf.keep(tf.clone(loss)),
          parts: parts.map((part) => tf.keep(tf.clone(part))),
          predictions: predictions.map((each) => tf.keep(each)),
        };
        return lossScale === null ? loss : (tf.mul(loss, lossScale) as tf.Scalar);
      }, variables);
      if (!kept) throw new Error("unreachable: variableGrads runs its function");
      const { total, parts, predictions } = kept;
      const statistics = objective.statistics({ total, parts }, predictions, batch);
      tf.dispose([total, parts, predictions]);
      return { statistics, grads };
    },
  );
  return { statistics, gradients: variables.map(({ name }) => grads[name] ?? null) };
}

/** Loss and metrics of one batch outside training. The caller owns the vector. */
export function computeStatistics(
  model: tf.LayersModel,
  objective: Objective,
  batch: Batch,
): tf.Tensor1D {
  return tf.tidy(() => {
    const predictions = forward(model, batch.inputs, false);
    const losses = objective.losses(predictions, batch, regularization(model));
    return objective.statistics(losses, predictions, batch);
  });
}
