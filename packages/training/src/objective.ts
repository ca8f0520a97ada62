/** What is minimized and measured: losses, their weights, and metrics of every output, as one vector of sums a batch. */
import * as tf from "@tensorflow/tfjs";
import type { Logs } from "./callback";
import type { Batch } from "./data/batch";
import { TrainingError } from "./errors";
import { sortedLogs } from "./history";
import { getLoss, type LossLike } from "./losses/get-loss";
import { canBroadcast, weightedShapes } from "./losses/align";
import type { Loss } from "./losses/loss";
import { checkMetric, getMetric, type MetricLike } from "./metrics/get-metric";
import type { Metric } from "./metrics/metric";
import { modelNames } from "./model-names";
import { nearestName } from "./names";

/** One for a single output; for several, a list in order or a record by output name. */
export type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** Metrics: a list (every one for a single output), a list of lists, or a record by output name. */
export type MetricsOption =
  | readonly (MetricLike | readonly MetricLike[])[]
  | Readonly<Record<string, MetricLike | readonly MetricLike[]>>;

export interface ObjectiveOptions {
  readonly loss: PerOutput<LossLike>;
  /** What each output's loss is multiplied by; the logged loss is too. Default 1. */
  readonly lossWeights?: PerOutput<number> | null;
  readonly metrics?: MetricsOption;
  /** Metrics that sample and class weights count in. */
  readonly weightedMetrics?: MetricsOption;
}

interface Output {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly loss: Loss;
  readonly lossWeight: number;
  readonly metrics: readonly MetricLike[];
  readonly weightedMetrics: readonly MetricLike[];
}

interface Measured {
  readonly key: string;
  readonly output: number;
  readonly metric: Metric;
  readonly weighted: boolean;
}

function isList<T>(value: unknown): value is readonly T[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function spread<T>(value: PerOutput<T>, outputs: readonly string[], argument: string): T[] {
  if (isList<T>(value)) {
    if (value.length === outputs.length) return [...value];
    throw new TrainingError(
      "invalid-argument",
      `\`${argument}\` must match the number of outputs, ${outputs.length}. Received ${value.length}.`,
    );
  }
  if (isRecord(value)) {
    checkKeys(Object.keys(value), outputs, argument);
    return outputs.map((name) => {
      if (name in value) return (value as Record<string, T>)[name] as T;
      throw new TrainingError("invalid-argument", `\`${argument}\` lacks output "${name}".`);
    });
  }
  return outputs.map(() => value as T);
}

function checkKeys(keys: readonly string[], outputs: readonly string[], argument: string): void {
  for (const key of keys) {
    if (outputs.includes(key)) continue;
    throw new TrainingError(
      "unknown-name",
      `\`${argument}\`: the model has no output "${key}". Did you mean "${nearestName(key, outputs)}"? Outputs: ${outputs.join(", ")}.`,
    );
  }
}

function spreadMetrics(
  value: MetricsOption | undefined,
  outputs: readonly string[],
  argument: string,
): MetricLike[][] {
  if (!value) return outputs.map(() => []);
  const listed = (metrics: MetricLike | readonly MetricLike[]): MetricLike[] =>
    isList<MetricLike>(metrics) ? [...metrics] : [metrics as MetricLike];
  if (!isList<MetricLike | readonly MetricLike[]>(value)) {
    checkKeys(Object.keys(value), outputs, argument);
    return outputs.map((name) => listed((value as Record<string, MetricLike>)[name] ?? []));
  }
  const nested = value.some((each) => isList(each));
  if (outputs.length === 1) return [nested ? listed(value[0] ?? []) : (value as MetricLike[])];
  if (value.length === outputs.length) return value.map(listed);
  if (nested) {
    throw new TrainingError(
      "invalid-argument",
      `\`${argument}\` must list metrics for each of ${outputs.length} outputs.`,
    );
  }
  return outputs.map(() => [...(value as MetricLike[])]);
}

/**
 * Losses and metrics of one model. Names are checked when it is made; metrics that depend on shapes are settled by the
 * first batch.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument`
 */
export class Objective {
  readonly outputs: readonly Output[];
  #measured: readonly Measured[] | undefined;
  #lengths: readonly number[] = [];

  constructor(
    model: tf.LayersModel,
    { loss, lossWeights, metrics, weightedMetrics }: ObjectiveOptions,
  ) {
    const names = modelNames(model).outputs;
    const losses = spread(loss, names, "loss").map(getLoss);
    const weights =
      lossWeights === undefined || lossWeights === null
        ? names.map(() => 1)
        : spread(lossWeights, names, "lossWeights");
    const plain = spreadMetrics(metrics, names, "metrics");
    const weighted = spreadMetrics(weightedMetrics, names, "weightedMetrics");
    [...plain.flat(), ...weighted.flat()].forEach(checkMetric);
    this.outputs = names.map((name, i) => ({
      name,
      shape: model.outputs[i]?.shape ?? [],
      loss: losses[i] as Loss,
      lossWeight: weights[i] ?? 1,
      metrics: plain[i] ?? [],
      weightedMetrics: weighted[i] ?? [],
    }));
  }

  get #several(): boolean {
    return this.outputs.length > 1;
  }

  /**
   * Checks targets before any loss runs: their number, shapes, and labels within range.
   *
   * @throws TrainingError `shape-mismatch` or `label-out-of-range`
   */
  async check(batch: Batch, step: number): Promise<void> {
    if (batch.ys.length !== this.outputs.length) {
      throw new TrainingError(
        "shape-mismatch",
        `Batch ${step}: expected targets for ${this.outputs.length} output(s); received ${batch.ys.length}. Data without labels can only be predicted.`,
      );
    }
    for (const [i, { name, loss, shape }] of this.outputs.entries()) {
      const target = batch.ys[i] as tf.Tensor;
      if (target.shape[0] !== batch.size) {
        throw new TrainingError(
          "shape-mismatch",
          `Batch ${step}: ${batch.size} inputs but ${target.shape[0]} targets for output "${name}".`,
        );
      }
      loss.checkShapes(target.shape, shape);
      checkWeights(batch.weights[i]?.shape ?? [], [batch.size, ...shape.slice(1, -1)], step, name);
      const limit = loss.labelLimit(shape);
      if (limit !== null) checkLabels(await target.data(), limit, step, ignored(loss));
    }
  }

  /** The loss to minimize, regularization apart, and each output's own. Differentiable; runs in a tidy. */
  losses(
    predictions: readonly tf.Tensor[],
    batch: Batch,
  ): { total: tf.Scalar; parts: tf.Scalar[] } {
    const parts = this.outputs.map(({ loss, lossWeight }, i) => {
      const value = loss.compute(
        batch.ys[i] as tf.Tensor,
        predictions[i] as tf.Tensor,
        batch.weights[i] ?? null,
      );
      const scalar = value.rank === 0 ? value : tf.mean(value);
      return (lossWeight === 1 ? scalar : tf.mul(scalar, lossWeight)) as tf.Scalar;
    });
    return {
      total: parts.length === 1 ? (parts[0] as tf.Scalar) : (tf.addN(parts) as tf.Scalar),
      parts,
    };
  }

  /** One batch's sums in one vector: losses times the batch size, then every metric's. The caller owns it. */
  statistics(
    total: tf.Tensor,
    parts: readonly tf.Tensor[],
    predictions: readonly tf.Tensor[],
    batch: Batch,
  ): tf.Tensor1D {
    return tf.tidy(() => {
      const sums = this.#metrics(batch, predictions).map(({ output, metric, weighted }) => {
        const weights = weighted ? (batch.weights[output] ?? null) : null;
        return metric.statistics(
          batch.ys[output] as tf.Tensor,
          predictions[output] as tf.Tensor,
          weights,
        );
      });
      this.#lengths = sums.map(({ size }) => size);
      const losses = [total, ...(this.#several ? parts : [])].map(
        (loss) => tf.reshape(loss, [1]) as tf.Tensor1D,
      );
      return tf.concat1d([...losses, ...sums]);
    });
  }

  #metrics(batch: Batch, predictions: readonly tf.Tensor[]): readonly Measured[] {
    this.#measured ??= this.outputs.flatMap((output, i) => {
      const [target, prediction] = [batch.ys[i]?.shape ?? [], predictions[i]?.shape ?? []];
      const prefix = this.#several ? `${output.name}_` : "";
      const plain = output.metrics.map((metric) => getMetric(metric, target, prediction));
      const taken = plain.map(({ name }) => name);
      const weighted = output.weightedMetrics.map((metric) =>
        getMetric(metric, target, prediction),
      );
      return [
        ...plain.map((metric) => ({
          key: prefix + metric.name,
          output: i,
          metric,
          weighted: false,
        })),
        ...weighted.map((metric) => {
          const name = taken.includes(metric.name) ? `weighted_${metric.name}` : metric.name;
          return { key: prefix + name, output: i, metric, weighted: true };
        }),
      ];
    });
    return this.#measured;
  }

  /** A vector of {@link statistics} by name. */
  split(vector: ArrayLike<number>, size: number): Record<string, number[]> {
    const values = Array.from(vector);
    const sums: Record<string, number[]> = { loss: [(values.shift() ?? 0) * size, size] };
    if (this.#several) {
      for (const { name } of this.outputs)
        sums[`${name}_loss`] = [(values.shift() ?? 0) * size, size];
    }
    this.#measured?.forEach(({ key }, i) => {
      sums[key] = values.splice(0, this.#lengths[i] ?? 0);
    });
    return sums;
  }

  /** Sums as the numbers that are logged, sorted by name. */
  logs(sums: Readonly<Record<string, readonly number[]>>): Logs {
    const logs: Logs = {};
    for (const [key, values] of Object.entries(sums)) {
      const measured = this.#measured?.find((each) => each.key === key);
      logs[key] = measured ? measured.metric.result(values) : (values[0] ?? 0) / (values[1] ?? 1);
    }
    return sortedLogs(logs);
  }
}

/** Sample weights have the batch's axis first and fit the loss's values as in Keras; unknown axes are left to the loss. */
function checkWeights(
  given: readonly number[],
  values: readonly (number | null)[],
  step: number,
  output: string,
): void {
  if (given.length === 0) return;
  const known = values.filter((size) => size !== null);
  const shapes = weightedShapes(known, given);
  const fits = known.length < values.length || canBroadcast(shapes.values, shapes.weights);
  if (given[0] === values[0] && fits) return;
  const samples = [values[0], ...values.slice(1).map(() => 1)];
  throw new TrainingError(
    "shape-mismatch",
    `Batch ${step}: sample weights of output "${output}" must have shape [${values.map((size) => size ?? "any").join(", ")}]${values.length > 1 ? ` (or [${samples.join(", ")}] to weigh samples)` : ""}; received [${given.join(", ")}].`,
  );
}

function ignored(loss: Loss): number | null {
  return "ignoreClass" in loss && typeof loss.ignoreClass === "number" ? loss.ignoreClass : null;
}

function checkLabels(
  labels: ArrayLike<number>,
  limit: number,
  step: number,
  ignore: number | null,
): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? 0;
    if (label === ignore || (Number.isInteger(label) && label >= 0 && label < limit)) continue;
    throw new TrainingError(
      "label-out-of-range",
      `Batch ${step}: labels must be class indices from 0 to ${limit - 1}, as the model has ${limit} outputs; received ${label} at position ${i}.`,
    );
  }
}
