/** What one output of a model is judged by: its loss, the loss's weight, and its metrics. */
import * as tf from "@tensorflow/tfjs";
import type { BatchOutput } from "../data/batch";
import { TrainingError } from "../errors";
import { lossMakers } from "../losses/get-loss";
import { Loss } from "../losses/loss";
import {
  checkMetric,
  directionOf,
  getMetric,
  type MetricLike,
  metricName,
} from "../metrics/get-metric";
import type { Direction, Metric } from "../metrics/metric";
import { plainName } from "../names";

/** A metric with the name that it is logged by. */
export interface Measured {
  readonly key: string;
  readonly metric: Metric;
  /** Whether sample and class weights count in it. */
  readonly weighted: boolean;
}

interface Listed {
  readonly key: string;
  readonly metric: MetricLike;
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
  readonly #listed: readonly Listed[];
  #measured: readonly Measured[] | undefined;

  /** @throws TrainingError `unknown-name` or `invalid-argument` for a metric that is not known */
  constructor({ name, shape, loss, lossWeight, metrics, weightedMetrics }: OutputObjectiveOptions) {
    [...metrics, ...weightedMetrics].forEach(checkMetric);
    this.name = name;
    this.shape = shape;
    this.loss = loss;
    this.lossWeight = lossWeight;
    this.#listed = listMetrics(metrics, weightedMetrics);
  }

  /** What its metrics are logged as, weighted ones last. */
  get metricNames(): readonly string[] {
    return this.#listed.map(({ key }) => key);
  }

  /** The output's loss before its weight, or null where it has none. Differentiable; runs in a tidy. */
  lossOf(prediction: tf.Tensor, { target, weight }: BatchOutput): tf.Scalar | null {
    const value = this.loss?.compute(target, prediction, weight);
    if (!value) return null;
    return (value.rank === 0 ? value : tf.mean(value)) as tf.Scalar;
  }

  /** The output's metrics, by the names of its own. */
  measured(prediction: tf.Tensor, { target }: BatchOutput): readonly Measured[] {
    this.#measured ??= this.#listed.map((listed) => {
      checkFits(listed.metric, this.name, target.shape, prediction.shape);
      return { ...listed, metric: getMetric(listed.metric, target.shape, prediction.shape) };
    });
    return this.#measured;
  }

  /** Which way a logged value of the output's own gets better; null when nothing says so. */
  direction(key: string): Direction | null {
    const listed = this.#listed.find(
      (each) => each.key === key || (key.startsWith(`${each.key}_`) && !this.#hasKey(key)),
    );
    return listed ? directionOf(listed.metric) : null;
  }

  #hasKey(key: string): boolean {
    return this.#listed.some((each) => each.key === key);
  }
}

/** Names in order, each with what it measures; a name that is taken gets `weighted_` or a number, as in Keras. */
function listMetrics(
  metrics: readonly MetricLike[],
  weightedMetrics: readonly MetricLike[],
): readonly Listed[] {
  const taken = new Set(["loss"]);
  const unique = (name: string): string => {
    let key = name;
    for (let i = 1; taken.has(key); i++) key = `${name}_${i}`;
    taken.add(key);
    return key;
  };
  const plain = metrics.map((metric) => ({
    key: unique(metricName(metric)),
    metric,
    weighted: false,
  }));
  const weighted = weightedMetrics.map((metric) => {
    const name = metricName(metric);
    return { key: unique(taken.has(name) ? `weighted_${name}` : name), metric, weighted: true };
  });
  return [...plain, ...weighted];
}

/**
 * A loss as a metric needs targets of the shape that the loss needs. Metrics that are given once for all outputs often do
 * not fit each of them.
 *
 * @throws TrainingError `shape-mismatch`
 */
function checkFits(
  metric: MetricLike,
  output: string,
  target: readonly number[],
  prediction: readonly number[],
): void {
  const loss = metric instanceof Loss ? metric : namedLoss(metric);
  if (!loss) return;
  try {
    loss.forShapes(target, prediction).checkShapes(target, prediction);
  } catch (error) {
    if (!TrainingError.is(error)) throw error;
    const name = typeof metric === "string" ? metric : loss.name;
    throw new TrainingError(
      "shape-mismatch",
      `metrics: "${name}" does not fit output "${output}", with targets of shape [${target.join(", ")}] and predictions of shape [${prediction.join(", ")}]. With several outputs, give metrics by output: { ${output}: [...] }.`,
      { cause: error },
    );
  }
}

function namedLoss(metric: MetricLike): Loss | null {
  if (typeof metric !== "string") return null;
  const known = Object.entries(lossMakers).find(([name]) => plainName(name) === plainName(metric));
  return known ? known[1]() : null;
}
