/** Precision and recall. */
import { TrainingError } from "../errors";
import { checkOptions, orNull, share } from "../options";
import { type MetricOptions, ratio } from "./metric";
import { resolveThresholds, ThresholdCounts, thresholdRules } from "./threshold-counts";

/** Arguments of {@link Precision} and {@link Recall}. */
export interface ThresholdOptions extends MetricOptions {
  /**
   * Predictions above it are positive; from 0 to 1. Several give a value for each, logged as
   * `precision_threshold_0.3`. Default 0.5; with `topK` none.
   */
  readonly thresholds?: number | readonly number[] | null;
  /** One of {@link thresholds}. */
  readonly threshold?: number | null;
  /** Only this class counts. Default all. */
  readonly classId?: number | null;
  /** Only a sample's largest predictions, so many, can be positive. Default all. */
  readonly topK?: number | null;
}

/** Counts of true positives, false positives and false negatives. Predictions are probabilities. */
abstract class ThresholdMetric extends ThresholdCounts {
  override readonly direction = "up";
  /** The only threshold; null where there are several, or where every prediction among the `topK` is positive. */
  readonly threshold: number | null;

  constructor(owner: string, options: ThresholdOptions) {
    const { thresholds, threshold, topK } = checkOptions(owner, options, {
      ...thresholdRules,
      threshold: orNull(share),
    });
    const given = thresholds ?? threshold ?? null;
    if (typeof thresholds === typeof threshold && typeof threshold === "number") {
      throw new TrainingError(
        "invalid-argument",
        `${owner}: only one of threshold and thresholds can be set; received ${threshold} and ${String(thresholds)}.`,
      );
    }
    super(owner, resolveThresholds(given, topK), options);
    const [only, ...more] = this.thresholds;
    const isDefault = given === null && this.topK !== null;
    this.threshold = isDefault || more.length > 0 ? null : (only ?? null);
  }
}

/** True positives among predicted ones; 0 without any. Targets are one-hot, several-hot or class indices. */
export class Precision extends ThresholdMetric {
  static override readonly name: string = "Precision";
  readonly className = "Precision";

  constructor(options: ThresholdOptions = {}) {
    super("Precision", options);
  }

  override result(sums: readonly number[]): number | number[] {
    return this.each(sums, ({ truePositives: hits, falsePositives: wrong }) =>
      ratio(hits, hits + wrong),
    );
  }
}

/** True positives among actual ones; 0 without any. Targets are one-hot, several-hot or class indices. */
export class Recall extends ThresholdMetric {
  static override readonly name: string = "Recall";
  readonly className = "Recall";

  constructor(options: ThresholdOptions = {}) {
    super("Recall", options);
  }

  override result(sums: readonly number[]): number | number[] {
    return this.each(sums, ({ truePositives: hits, falseNegatives: missed }) =>
      ratio(hits, hits + missed),
    );
  }
}
