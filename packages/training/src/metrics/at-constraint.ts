/** The best of one measure among the thresholds at which another is at least a given value. */
import { checkOptions, orNull, share, whole } from "../options";
import { type MetricOptions, metricRules, ratio } from "./metric";
import { type Counts, ThresholdCounts } from "./threshold-counts";
import { evenlySpaced } from "./thresholds";

interface ConstraintOptions extends MetricOptions {
  /** Evenly spaced thresholds from 0 to 1 that are tried; 1 is 0.5 alone. Default 200. */
  readonly numThresholds?: number;
  /** Only this class counts. Default all. */
  readonly classId?: number | null;
}

type Measure = (counts: Counts) => number;

const sensitivity: Measure = ({ truePositives: tp, falseNegatives: fn }) => ratio(tp, tp + fn);
const specificity: Measure = ({ trueNegatives: tn, falsePositives: fp }) => ratio(tn, tn + fp);
const precision: Measure = ({ truePositives: tp, falsePositives: fp }) => ratio(tp, tp + fp);

const rules = { ...metricRules, numThresholds: whole(1), classId: orNull(whole(0)) } as const;

/** 0 where no threshold keeps the constraint. Predictions are probabilities. */
abstract class AtConstraint extends ThresholdCounts {
  override readonly direction = "up";
  readonly numThresholds: number;
  readonly #least: number;
  readonly #measures: { readonly constrained: Measure; readonly best: Measure };

  constructor(
    owner: string,
    { numThresholds = 200, ...options }: ConstraintOptions,
    least: number,
    measures: { readonly constrained: Measure; readonly best: Measure },
  ) {
    super(
      owner,
      numThresholds === 1
        ? { values: [0.5], even: null }
        : { values: evenlySpaced(numThresholds), even: "open" },
      options,
    );
    this.numThresholds = numThresholds;
    this.#least = least;
    this.#measures = measures;
  }

  override result(sums: readonly number[]): number {
    const { constrained, best } = this.#measures;
    const least = Math.fround(this.#least); // Keras compares float32
    const feasible = this.counts(sums).filter((each) => Math.fround(constrained(each)) >= least);
    return Math.max(0, ...feasible.map(best));
  }
}

/** Arguments of {@link SensitivityAtSpecificity}. */
export interface SensitivityAtSpecificityOptions extends ConstraintOptions {
  /** The least specificity, from 0 to 1. */
  readonly specificity: number;
}

/** The best `TP / (TP + FN)` at a specificity `TN / (TN + FP)` of at least the given one. */
export class SensitivityAtSpecificity extends AtConstraint {
  static override readonly name: string = "SensitivityAtSpecificity";
  readonly className = "SensitivityAtSpecificity";
  readonly specificity: number;

  constructor(options: SensitivityAtSpecificityOptions) {
    const { specificity: least, ...rest } = checkOptions(
      "SensitivityAtSpecificity",
      options,
      { ...rules, specificity: share },
      ["specificity"],
    );
    super("SensitivityAtSpecificity", rest, least, { constrained: specificity, best: sensitivity });
    this.specificity = least;
  }
}

/** Arguments of {@link SpecificityAtSensitivity}. */
export interface SpecificityAtSensitivityOptions extends ConstraintOptions {
  /** The least sensitivity, from 0 to 1. */
  readonly sensitivity: number;
}

/** The best `TN / (TN + FP)` at a sensitivity `TP / (TP + FN)` of at least the given one. */
export class SpecificityAtSensitivity extends AtConstraint {
  static override readonly name: string = "SpecificityAtSensitivity";
  readonly className = "SpecificityAtSensitivity";
  readonly sensitivity: number;

  constructor(options: SpecificityAtSensitivityOptions) {
    const { sensitivity: least, ...rest } = checkOptions(
      "SpecificityAtSensitivity",
      options,
      { ...rules, sensitivity: share },
      ["sensitivity"],
    );
    super("SpecificityAtSensitivity", rest, least, { constrained: sensitivity, best: specificity });
    this.sensitivity = least;
  }
}

/** Arguments of {@link PrecisionAtRecall}. */
export interface PrecisionAtRecallOptions extends ConstraintOptions {
  /** The least recall, from 0 to 1. */
  readonly recall: number;
}

/** The best `TP / (TP + FP)` at a recall `TP / (TP + FN)` of at least the given one. */
export class PrecisionAtRecall extends AtConstraint {
  static override readonly name: string = "PrecisionAtRecall";
  readonly className = "PrecisionAtRecall";
  readonly recall: number;

  constructor(options: PrecisionAtRecallOptions) {
    const { recall, ...rest } = checkOptions(
      "PrecisionAtRecall",
      options,
      { ...rules, recall: share },
      ["recall"],
    );
    super("PrecisionAtRecall", rest, recall, { constrained: sensitivity, best: precision });
    this.recall = recall;
  }
}

/** Arguments of {@link RecallAtPrecision}. */
export interface RecallAtPrecisionOptions extends ConstraintOptions {
  /** The least precision, from 0 to 1. */
  readonly precision: number;
}

/** The best `TP / (TP + FN)` at a precision `TP / (TP + FP)` of at least the given one. */
export class RecallAtPrecision extends AtConstraint {
  static override readonly name: string = "RecallAtPrecision";
  readonly className = "RecallAtPrecision";
  readonly precision: number;

  constructor(options: RecallAtPrecisionOptions) {
    const { precision: least, ...rest } = checkOptions(
      "RecallAtPrecision",
      options,
      { ...rules, precision: share },
      ["precision"],
    );
    super("RecallAtPrecision", rest, least, { constrained: precision, best: sensitivity });
    this.precision = least;
  }
}
