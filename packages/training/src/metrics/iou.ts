/** Intersection over union of the regions of classes, for segmentation. */
import * as tf from "@tensorflow/tfjs";
import { checkOptions, finite, flag, listOf, oneOf, orNull, rule, whole } from "../options";
import { TrainingError } from "../errors";
import { alignWeights } from "./align-weights";
import { Metric, type MetricOptions, metricRules, total } from "./metric";

interface CountOptions extends MetricOptions {
  /**
   * `"int"`, the default, truncates sample weights to whole numbers, as Keras does; `"float32"` counts them as they are.
   */
  readonly dtype?: "int" | "float32";
}

interface IoUBaseOptions extends CountOptions {
  /** A label whose entries do not count. Default none. */
  readonly ignoreClass?: number | null;
  /** The axis of the classes, where targets or predictions have one. Default -1, the last. */
  readonly axis?: number;
}

/** Arguments of {@link OneHotMeanIoU}. */
export interface OneHotMeanIoUOptions extends IoUBaseOptions {
  readonly numClasses: number;
  /** Whether predictions are class indices instead of a number for each class. Default false. */
  readonly sparseYPred?: boolean;
}

/** Arguments of {@link OneHotIoU}. */
export interface OneHotIoUOptions extends OneHotMeanIoUOptions {
  /** The classes whose mean is taken. */
  readonly targetClassIds: readonly number[];
}

/** Arguments of {@link MeanIoU}. */
export interface MeanIoUOptions extends IoUBaseOptions {
  readonly numClasses: number;
  /** Whether targets are class indices. Default true; otherwise one-hot. */
  readonly sparseYTrue?: boolean;
  /** Whether predictions are class indices. Default true; otherwise a number for each class, the largest of which counts. */
  readonly sparseYPred?: boolean;
}

/** Arguments of {@link IoU}. */
export interface IoUOptions extends MeanIoUOptions {
  /** The classes whose mean is taken. */
  readonly targetClassIds: readonly number[];
}

/** Arguments of {@link BinaryIoU}. */
export interface BinaryIoUOptions extends CountOptions {
  /** The classes whose mean is taken. Default `[0, 1]`. */
  readonly targetClassIds?: readonly number[];
  /** Predictions from here on are class 1. Default 0.5. */
  readonly threshold?: number;
}

const ids = rule(
  "a list of at least one whole number from 0",
  (value) => Array.isArray(value) && value.length > 0 && listOf(whole(0)).fits(value),
);

const countRules = { ...metricRules, dtype: oneOf("int", "float32") } as const;

const baseRules = {
  ...countRules,
  numClasses: whole(1),
  ignoreClass: orNull(whole()),
  sparseYPred: flag,
  axis: whole(),
} as const;

/** What Keras adds to every denominator, and what a union must exceed to count. */
const [epsilon, least] = [1e-7, 1e-9] as const;

/**
 * Counts by label and predicted class; of each class, what both say over what either says; their mean. Classes that
 * neither has are left out; entries whose label or prediction is not a class do not count. Weights are whole numbers unless
 * the dtype is float32.
 */
abstract class IntersectionOverUnion extends Metric {
  override readonly direction = "up";
  readonly numClasses: number;
  readonly targetClassIds: readonly number[];
  readonly ignoreClass: number | null;
  readonly sparseYTrue: boolean;
  readonly sparseYPred: boolean;
  readonly axis: number;
  readonly dtype: "int" | "float32";

  constructor(owner: string, options: IoUOptions) {
    super({ name: options.name });
    this.numClasses = options.numClasses;
    this.targetClassIds = [...options.targetClassIds];
    this.ignoreClass = options.ignoreClass ?? null;
    this.sparseYTrue = options.sparseYTrue ?? true;
    this.sparseYPred = options.sparseYPred ?? true;
    this.axis = options.axis ?? -1;
    this.dtype = options.dtype ?? "int";
    const largest = Math.max(...this.targetClassIds);
    if (largest < this.numClasses) return;
    throw new TrainingError(
      "invalid-argument",
      `${owner}: targetClassIds must be in the range [0, ${this.numClasses}); received ${largest}.`,
    );
  }

  /** Class indices of predictions. */
  protected predicted(yPred: tf.Tensor): tf.Tensor {
    return this.sparseYPred ? yPred : tf.argMax(yPred, this.axis);
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const labels = tf.cast(this.sparseYTrue ? yTrue : tf.argMax(yTrue, this.axis), "int32");
    const oneHot = (classes: tf.Tensor): tf.Tensor2D => {
      const flat = tf.cast(tf.reshape(classes, [-1]), "int32") as tf.Tensor1D;
      return tf.cast(tf.oneHot(flat, this.numClasses), "float32") as tf.Tensor2D;
    };
    let actual = oneHot(labels);
    if (this.ignoreClass !== null) {
      const kept = tf.notEqual(tf.reshape(labels, [-1, 1]), tf.scalar(this.ignoreClass, "int32"));
      actual = tf.mul(actual, tf.cast(kept, "float32"));
    }
    if (weights) {
      const counted = this.dtype === "int" ? tf.cast(weights, "int32") : weights;
      const each = tf.mul(tf.ones(labels.shape), alignWeights(counted, labels.rank));
      actual = tf.mul(actual, tf.reshape(each, [-1, 1]));
    }
    return tf.reshape(tf.matMul(actual, oneHot(this.predicted(yPred)), true), [-1]);
  }

  override result(sums: readonly number[]): number {
    const n = this.numClasses;
    const range = Array.from({ length: n }, (_, i) => i);
    const unions = this.targetClassIds.map((id) => {
      const both = total([sums[id * n + id]]);
      const actual = total(range.map((i) => sums[id * n + i]));
      const predicted = total(range.map((i) => sums[i * n + id]));
      return { both, union: actual + predicted - both };
    });
    const valid = unions.filter(({ union }) => union > least);
    return (
      total(valid.map(({ both, union }) => both / (union + epsilon))) / (valid.length + epsilon)
    );
  }
}

/**
 * The mean intersection over union of some classes.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 */
export class IoU extends IntersectionOverUnion {
  static override readonly name: string = "IoU";
  readonly className = "IoU";

  constructor(options: IoUOptions) {
    const own = { ...baseRules, sparseYTrue: flag, targetClassIds: ids };
    super("IoU", checkOptions("IoU", options, own, ["numClasses", "targetClassIds"]));
  }
}

/** The mean intersection over union of all classes. */
export class MeanIoU extends IntersectionOverUnion {
  static override readonly name: string = "MeanIoU";
  readonly className = "MeanIoU";

  constructor(options: MeanIoUOptions) {
    const own = { ...baseRules, sparseYTrue: flag };
    super("MeanIoU", all(checkOptions("MeanIoU", options, own, ["numClasses"])));
  }
}

/** {@link IoU} of one-hot targets and a prediction for each class. */
export class OneHotIoU extends IntersectionOverUnion {
  static override readonly name: string = "OneHotIoU";
  readonly className = "OneHotIoU";

  constructor(options: OneHotIoUOptions) {
    const own = { ...baseRules, targetClassIds: ids };
    const checked = checkOptions("OneHotIoU", options, own, ["numClasses", "targetClassIds"]);
    super("OneHotIoU", { sparseYPred: false, ...checked, sparseYTrue: false });
  }
}

/** {@link MeanIoU} of one-hot targets and a prediction for each class. */
export class OneHotMeanIoU extends IntersectionOverUnion {
  static override readonly name: string = "OneHotMeanIoU";
  readonly className = "OneHotMeanIoU";

  constructor(options: OneHotMeanIoUOptions) {
    const checked = checkOptions("OneHotMeanIoU", options, baseRules, ["numClasses"]);
    super("OneHotMeanIoU", { sparseYPred: false, ...all(checked), sparseYTrue: false });
  }
}

/** {@link IoU} of two classes: predictions from the threshold on are class 1. */
export class BinaryIoU extends IntersectionOverUnion {
  static override readonly name: string = "BinaryIoU";
  readonly className = "BinaryIoU";
  readonly threshold: number;

  constructor(options: BinaryIoUOptions = {}) {
    const {
      targetClassIds = [0, 1],
      threshold = 0.5,
      ...rest
    } = checkOptions("BinaryIoU", options, {
      ...countRules,
      targetClassIds: ids,
      threshold: finite,
    });
    super("BinaryIoU", { ...rest, numClasses: 2, targetClassIds });
    this.threshold = threshold;
  }

  protected override predicted(yPred: tf.Tensor): tf.Tensor {
    return tf.greaterEqual(yPred, this.threshold);
  }
}

function all<Options extends { readonly numClasses: number }>(
  options: Options,
): Options & { readonly targetClassIds: readonly number[] } {
  return { ...options, targetClassIds: Array.from({ length: options.numClasses }, (_, i) => i) };
}
