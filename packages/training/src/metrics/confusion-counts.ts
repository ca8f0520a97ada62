/** The four counts of a binary confusion matrix, each as a metric. Weighted counts are sums of weights. */
import { checkOptions } from "../options";
import type { MetricOptions } from "./metric";
import {
  type Counts,
  resolveThresholds,
  ThresholdCounts,
  thresholdRules,
} from "./threshold-counts";

/** Arguments of {@link TruePositives} and its kin. */
export interface ConfusionCountOptions extends MetricOptions {
  /**
   * Predictions above it are positive; from 0 to 1. Several give a count for each, logged as
   * `true_positives_threshold_0.3`. Default 0.5.
   */
  readonly thresholds?: number | readonly number[] | null;
}

abstract class ConfusionCount extends ThresholdCounts {
  readonly #count: (counts: Counts) => number;

  constructor(owner: string, options: ConfusionCountOptions, count: (counts: Counts) => number) {
    const { name, thresholds } = thresholdRules;
    checkOptions(owner, options, { name, thresholds });
    super(owner, resolveThresholds(options.thresholds), options);
    this.#count = count;
  }

  override result(sums: readonly number[]): number | number[] {
    return this.each(sums, this.#count);
  }
}

/** Entries with target 1 that are predicted to be. */
export class TruePositives extends ConfusionCount {
  static override readonly name: string = "TruePositives";
  readonly className = "TruePositives";
  constructor(options: ConfusionCountOptions = {}) {
    super("TruePositives", options, ({ truePositives }) => truePositives);
  }
}

/** Entries with target 0 that are predicted to be 1. */
export class FalsePositives extends ConfusionCount {
  static override readonly name: string = "FalsePositives";
  readonly className = "FalsePositives";
  constructor(options: ConfusionCountOptions = {}) {
    super("FalsePositives", options, ({ falsePositives }) => falsePositives);
  }
}

/** Entries with target 0 that are predicted to be. */
export class TrueNegatives extends ConfusionCount {
  static override readonly name: string = "TrueNegatives";
  readonly className = "TrueNegatives";
  constructor(options: ConfusionCountOptions = {}) {
    super("TrueNegatives", options, ({ trueNegatives }) => trueNegatives);
  }
}

/** Entries with target 1 that are predicted to be 0. */
export class FalseNegatives extends ConfusionCount {
  static override readonly name: string = "FalseNegatives";
  readonly className = "FalseNegatives";
  constructor(options: ConfusionCountOptions = {}) {
    super("FalseNegatives", options, ({ falseNegatives }) => falseNegatives);
  }
}
