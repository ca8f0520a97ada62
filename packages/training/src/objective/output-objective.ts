/** What one output of a model is judged by: its loss, the loss's weight, and its metrics. */
import * as tf from "@tensorflow/tfjs";
import type { BatchOutput } from "../data/batch";
import type { Loss } from "../losses/loss";
import { checkMetric, getMetric, type MetricLike } from "../metrics/get-metric";
import type { Metric } from "../metrics/metric";

/** A metric with the name that it is logged by. */
export interface Measured {
  readonly key: string;
  readonly metric: Metric;
  /** Whether sample and class weights count in it. */
  readonly weighted: boolean;
}

interface OutputObjectiveOptions {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  /** Null where the output is not trained. */
  readonly loss: Loss | null;
  readonly lossWeight: number;
  readonly metrics: readonly MetricLike[];
  readonly weightedMetrics: readonly MetricLike[];
}

/** Names are checked when it is made; metrics that depend on shapes are settled by the first batch. */
export class OutputObjective {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly loss: Loss | null;
  readonly lossWeight: number;
  readonly #metrics: readonly MetricLike[];
  readonly #weightedMetrics: readonly MetricLike[];
  #measured: readonly Measured[] | undefined;

  /** @throws TrainingError `unknown-name` or `invalid-argument` for a metric that is not known */
  constructor({ name, shape, loss, lossWeight, metrics, weightedMetrics }: OutputObjectiveOptions) {
    [...metrics, ...weightedMetrics].forEach(checkMetric);
    this.name = name;
    this.shape = shape;
    this.loss = loss;
    this.lossWeight = lossWeight;
    this.#metrics = metrics;
    this.#weightedMetrics = weightedMetrics;
  }

  /** The output's loss before its weight, or null where it has none. Differentiable; runs in a tidy. */
  lossOf(prediction: tf.Tensor, { target, weight }: BatchOutput): tf.Scalar | null {
    const value = this.loss?.compute(target, prediction, weight);
    if (!value) return null;
    return (value.rank === 0 ? value : tf.mean(value)) as tf.Scalar;
  }

  /** The output's metrics, by the names of its own. */
  measured(prediction: tf.Tensor, { target }: BatchOutput): readonly Measured[] {
    return (this.#measured ??= this.#settle(target.shape, prediction.shape));
  }

  #settle(target: readonly number[], prediction: readonly number[]): readonly Measured[] {
    const plain = this.#metrics.map((metric) => getMetric(metric, target, prediction));
    const taken = plain.map(({ name }) => name);
    return [
      ...plain.map((metric) => ({ key: metric.name, metric, weighted: false })),
      ...this.#weightedMetrics.map((metric) => {
        const made = getMetric(metric, target, prediction);
        const key = taken.includes(made.name) ? `weighted_${made.name}` : made.name;
        return { key, metric: made, weighted: true };
      }),
    ];
  }
}
