/** Keras's `Mean` and `Sum`: totals of values that a loop of one's own hands over, batch by batch. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { refuseUnknown } from "../names";
import { checkOptions, show } from "../options";
import { requireOptions } from "../require-model";
import { type MetricOptions, metricRules } from "./metric";

/** A number, a list of numbers, or a tensor whose first axis is the batch. */
export type RunningValues = number | readonly number[] | tf.Tensor;

/** Options of `updateState`. */
export interface UpdateStateOptions {
  /** A weight for each sample, or for each entry. Default: each counts as 1. */
  readonly sampleWeight?: RunningValues | null;
}

const f = Math.fround;

/** Of one update: the sum of its values and what they count for. */
interface Part {
  readonly sum: number;
  readonly count: number;
}

abstract class Running {
  readonly name: string;
  protected total = 0;
  protected count = 0;

  constructor(owner: string, defaultName: string, options: MetricOptions) {
    const { name = defaultName } = checkOptions(owner, options, metricRules);
    this.name = name;
  }

  /** How entries of one sample become one value. */
  protected abstract reduce(values: tf.Tensor, axes: number[]): tf.Tensor;

  /**
   * Adds values. Tensors stay the caller's.
   *
   * @throws TrainingError `invalid-argument` for anything but numbers; `shape-mismatch` for weights that do not fit
   */
  async updateState(values: RunningValues, options: UpdateStateOptions = {}): Promise<void> {
    requireOptions("updateState", options);
    refuseUnknown("updateState", options, ["sampleWeight"]);
    const { sampleWeight = null } = options;
    const { sum, count } = await this.#part(values, sampleWeight);
    this.total = f(this.total + sum);
    this.count = f(this.count + count);
  }

  /** The value of all updates since the last {@link resetState}; 0 before the first. */
  abstract result(): number;

  resetState(): void {
    this.total = 0;
    this.count = 0;
  }

  async #part(values: RunningValues, sampleWeight: RunningValues | null): Promise<Part> {
    const both = tf.tidy(() => {
      const given = toTensor(values, "values");
      if (sampleWeight === null) {
        const each = this.#perSample(given, 1);
        return tf.stack([tf.sum(each), tf.scalar(given.shape[0] ?? 1)]);
      }
      const [entries, weights] = sameRank(given, toTensor(sampleWeight, "sampleWeight"));
      const weighed = this.#perSample(entries, weights.rank);
      const each = broadcast(weights, weighed.shape);
      return tf.stack([
        tf.sum(this.#perSample(tf.mul(weighed, each), 1)),
        tf.sum(this.#perSample(each, 1)),
      ]);
    });
    try {
      const [sum = Number.NaN, count = Number.NaN] = await both.data();
      return { sum, count };
    } finally {
      both.dispose();
    }
  }

  /** Values with no more axes than `rank`. */
  #perSample(values: tf.Tensor, rank: number): tf.Tensor {
    if (values.rank <= rank) return values;
    return this.reduce(
      values,
      Array.from({ length: values.rank - rank }, (_, i) => rank + i),
    );
  }
}

/**
 * The (weighted) mean of values; entries of one sample are averaged first.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 *
 * @example
 * ```ts
 * const loss = new Mean();
 * for (const batch of batches) await loss.updateState((await trainer.trainOnBatch(batch)).loss);
 * loss.result();
 * ```
 */
export class Mean extends Running {
  static readonly className = "Mean";

  constructor(options: MetricOptions = {}) {
    super("Mean", "mean", options);
  }

  protected override reduce(values: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.mean(values, axes);
  }

  override result(): number {
    return this.count === 0 ? 0 : f(this.total / this.count);
  }
}

/**
 * The (weighted) sum of values.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 */
export class Sum extends Running {
  static readonly className = "Sum";

  constructor(options: MetricOptions = {}) {
    super("Sum", "sum", options);
  }

  protected override reduce(values: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.sum(values, axes);
  }

  override result(): number {
    return this.total;
  }
}

function toTensor(values: RunningValues, name: string): tf.Tensor {
  if (values instanceof tf.Tensor) return tf.cast(values, "float32");
  const list = typeof values === "number" ? [values] : values;
  if (Array.isArray(list) && list.every((value) => typeof value === "number")) {
    const flat = list as readonly number[];
    return typeof values === "number" ? tf.scalar(values) : tf.tensor1d([...flat]);
  }
  throw new TrainingError(
    "invalid-argument",
    `updateState: ${name} must be a number, a list of numbers or a tensor; received ${show(values)}.`,
  );
}

/** An axis of size 1 at the end of one is taken off, or given to the other, as in Keras. */
function sameRank(values: tf.Tensor, weights: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const squeezed = (tensor: tf.Tensor): tf.Tensor => tf.squeeze(tensor, [tensor.rank - 1]);
  if (values.rank === weights.rank + 1 && values.shape.at(-1) === 1)
    return weights.rank === 1 ? [values, tf.expandDims(weights, -1)] : [squeezed(values), weights];
  if (weights.rank === values.rank + 1 && weights.shape.at(-1) === 1)
    return values.rank === 1 ? [tf.expandDims(values, -1), weights] : [values, squeezed(weights)];
  return [values, weights];
}

function broadcast(weights: tf.Tensor, shape: readonly number[]): tf.Tensor {
  try {
    return tf.broadcastTo(weights, [...shape]);
  } catch (cause) {
    throw new TrainingError(
      "shape-mismatch",
      `updateState: sampleWeight of shape [${weights.shape.join(", ")}] does not fit values of shape [${shape.join(", ")}].`,
      { cause },
    );
  }
}
