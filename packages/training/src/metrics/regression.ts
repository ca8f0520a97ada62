/** Metrics of numbers that are predicted: errors, similarities, correlations. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { alignRanks } from "../losses/align";
import { cosineSimilarity, LogCosh } from "../losses/regression";
import { checkOptions, rule, whole } from "../options";
import { MeanMetric } from "./mean-metric";
import { Metric, type MetricOptions, metricRules, ratio, total } from "./metric";

/** `sqrt(mean((t - p)^2))` over everything that was seen. */
export class RootMeanSquaredError extends MeanMetric {
  static override readonly name: string = "RootMeanSquaredError";
  readonly className = "RootMeanSquaredError";
  override readonly direction = "down";

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [target, prediction] = alignRanks(yTrue, yPred);
    return tf.square(tf.sub(prediction, tf.cast(target, "float32")));
  }

  override result([sum, count]: readonly number[]): number {
    return Math.sqrt(ratio(sum, count));
  }
}

/** The mean of {@link LogCosh}, under the name that Keras gives the metric. */
export class LogCoshError extends MeanMetric {
  static override readonly name: string = "LogCoshError";
  readonly className = "LogCoshError";
  override readonly direction = "down";
  readonly #loss = new LogCosh();

  protected override get defaultName(): string {
    return "logcosh";
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return this.#loss.values(yTrue, yPred);
  }
}

/** Arguments of metrics that reduce along an axis. */
export interface AxisMetricOptions extends MetricOptions {
  /** The axis of the vectors. Default -1, the last. */
  readonly axis?: number;
}

const axisRules = { ...metricRules, axis: whole() } as const;

/** The mean of a number for each vector along an axis. Targets are float32 and of the predictions' rank. */
abstract class VectorMetric extends MeanMetric {
  override readonly direction = "up";
  readonly axis: number;

  constructor(owner: string, options: AxisMetricOptions) {
    const { axis = -1, name } = checkOptions(owner, options, axisRules);
    super({ name });
    this.axis = axis;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [target, prediction] = alignRanks(yTrue, yPred);
    return this.ofVectors(tf.cast(target, "float32"), prediction);
  }

  protected abstract ofVectors(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor;
}

/** `sum(t p)` of vectors scaled to length 1: 1 where they point the same way. The loss of this name has the other sign. */
export class CosineSimilarityMetric extends VectorMetric {
  static override readonly name: string = "CosineSimilarityMetric";
  readonly className = "CosineSimilarity";

  constructor(options: AxisMetricOptions = {}) {
    super("CosineSimilarityMetric", options);
  }

  protected override ofVectors(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return cosineSimilarity(target, prediction, this.axis);
  }
}

/** Pearson's correlation of each vector, from -1 to 1. */
export class PearsonCorrelation extends VectorMetric {
  static override readonly name: string = "PearsonCorrelation";
  readonly className = "PearsonCorrelation";

  constructor(options: AxisMetricOptions = {}) {
    super("PearsonCorrelation", options);
  }

  protected override ofVectors(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const normal = (x: tf.Tensor): tf.Tensor => {
      const { mean, variance } = tf.moments(x, this.axis, true);
      return tf.div(tf.sub(x, mean), tf.sqrt(variance));
    };
    return tf.mean(tf.mul(normal(target), normal(prediction)), this.axis);
  }
}

/** Lin's concordance of each vector: correlation that also falls with a shift or another scale. As Keras computes it. */
export class ConcordanceCorrelation extends VectorMetric {
  static override readonly name: string = "ConcordanceCorrelation";
  readonly className = "ConcordanceCorrelation";

  constructor(options: AxisMetricOptions = {}) {
    super("ConcordanceCorrelation", options);
  }

  protected override ofVectors(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const of = tf.moments(target, this.axis, true);
    const by = tf.moments(prediction, this.axis, true);
    const together = tf.mul(tf.sub(target, by.mean), tf.sub(prediction, by.mean));
    const spread = tf.add(tf.add(of.variance, by.variance), tf.square(tf.sub(of.mean, by.mean)));
    return tf.mean(tf.div(tf.mul(2, together), tf.add(spread, 1e-7)), this.axis);
  }
}

/** How outputs become one number; null gives each its own. */
export type ClassAggregation = "uniformAverage" | "varianceWeightedAverage" | null;

/** Arguments of {@link R2Score}. */
export interface R2ScoreOptions extends MetricOptions {
  /**
   * `"uniformAverage"` averages outputs, `"varianceWeightedAverage"` weighs them by their targets' variance; Keras's
   * spellings are taken too. Null gives a number for each, logged as `r2_score_output_0` and so on. Default uniform.
   */
  readonly classAggregation?: ClassAggregation | "uniform_average" | "variance_weighted_average";
  /** Independent predictors, for the adjusted score. Default 0: the plain one. */
  readonly numRegressors?: number;
}

const aggregations = {
  uniform_average: "uniformAverage",
  uniformAverage: "uniformAverage",
  variance_weighted_average: "varianceWeightedAverage",
  varianceWeightedAverage: "varianceWeightedAverage",
} as const;

/**
 * The coefficient of determination: 1 is perfect, 0 no better than the mean. Targets and predictions `[batch, outputs]`.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit;
 *   `shape-mismatch` for another rank
 */
export class R2Score extends Metric {
  static override readonly name: string = "R2Score";
  readonly className = "R2Score";
  override readonly direction = "up";
  readonly classAggregation: ClassAggregation;
  readonly numRegressors: number;

  constructor(options: R2ScoreOptions = {}) {
    const {
      classAggregation = "uniformAverage",
      numRegressors = 0,
      ...rest
    } = checkOptions("R2Score", options, {
      ...metricRules,
      classAggregation: rule(
        'one of "uniformAverage", "varianceWeightedAverage" or null',
        (value) => value === null || (typeof value === "string" && value in aggregations),
      ),
      numRegressors: whole(0),
    });
    super(rest);
    this.classAggregation = classAggregation === null ? null : aggregations[classAggregation];
    this.numRegressors = numRegressors;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const [aligned, prediction] = alignRanks(yTrue, yPred);
    if (prediction.rank !== 2 || aligned.rank !== 2) {
      throw new TrainingError(
        "shape-mismatch",
        `R2Score expects inputs of shape [batch, outputs]; received targets [${yTrue.shape.join(", ")}] and predictions [${yPred.shape.join(", ")}].`,
      );
    }
    const target = tf.cast(aligned, "float32");
    const ones = tf.onesLike(target);
    const weight = weights
      ? tf.mul(ones, weights.rank === 1 ? tf.expandDims(weights, 1) : weights)
      : ones;
    const sum = (x: tf.Tensor): tf.Tensor1D => tf.sum(tf.mul(x, weight), 0);
    const residual = tf.square(tf.sub(target, prediction));
    const parts = [sum(ones), sum(target), sum(tf.square(target)), sum(residual)];
    return tf.concat1d([...parts, tf.tensor1d([target.size])]);
  }

  override result(sums: readonly number[]): number | number[] {
    const outputs = (sums.length - 1) / 4;
    const part = (i: number): readonly number[] => sums.slice(i * outputs, (i + 1) * outputs);
    const [counts, linear, squares, residuals] = [part(0), part(1), part(2), part(3)] as const;
    const totals = counts.map((count, i) => {
      const [sum = NaN, square = NaN] = [linear[i], squares[i]];
      return square - (sum * sum) / count;
    });
    const scores = totals.map((each, i) => {
      const score = 1 - (residuals[i] ?? NaN) / each;
      return Math.abs(score) === Infinity ? 0 : score;
    });
    const samples = sums.at(-1) ?? NaN;
    if (this.classAggregation === null) return scores.map((score) => this.#adjust(score, samples));
    if (this.classAggregation === "uniformAverage")
      return this.#adjust(total(scores) / outputs, samples);
    const weighted = total(scores.map((score, i) => score * (totals[i] ?? NaN)));
    return this.#adjust(weighted / total(totals), samples);
  }

  protected override partName(i: number): string {
    return `output_${i}`;
  }

  /** The adjusted score; the plain one where there are too few samples for it, as in Keras. */
  #adjust(score: number, samples: number): number {
    if (this.numRegressors === 0 || this.numRegressors >= samples - 1) return score;
    return 1 - ((1 - score) * (samples - 1)) / (samples - this.numRegressors - 1);
  }
}
