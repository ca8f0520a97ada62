/** What is minimized and measured: losses, their weights, and metrics of every output, as one vector of sums per batch. */
import * as tf from "@tensorflow/tfjs";
import type { Logs } from "../callbacks/callback";
import type { Batch, BatchOutput } from "../data/batch";
import { modelNames } from "../data/model-names";
import { TrainingError } from "../errors";
import { getLoss, type LossLike } from "../losses/get-loss";
import { checkArgument, finite } from "../options";
import type { Direction } from "../metrics/metric";
import { sortedLogs } from "../trainer/history";
import { checkOutput } from "./check-batch";
import { type Measured, OutputObjective } from "./output-objective";
import { type MetricsOption, type PerOutput, spread, spreadMetrics } from "./per-output";

/** Losses, their weights and the metrics of each output, as {@link compile} takes them. */
export interface ObjectiveOptions {
  /**
   * What is minimized. Null, or no entry in a record, for an output that is not trained; it may be left out altogether
   * where the model's layers bring losses of their own (regularizers).
   */
  readonly loss?: PerOutput<LossLike | null> | null;
  /** What each output's loss is multiplied by in the total. Default 1. */
  readonly lossWeights?: PerOutput<number> | null;
  readonly metrics?: MetricsOption | null;
  /** Metrics that sample and class weights count in. */
  readonly weightedMetrics?: MetricsOption | null;
}

/** An output's prediction beside what it should have been. */
interface Judged extends BatchOutput {
  readonly objective: OutputObjective;
  readonly prediction: tf.Tensor;
}

/** Losses of one batch. */
export interface Losses {
  /** The number to minimize, regularization included. */
  readonly total: tf.Scalar;
  /** Of every output that has a loss, before weights. */
  readonly parts: readonly tf.Scalar[];
}

/**
 * Losses and metrics of one model. Names are checked when it is made; metrics that depend on shapes are settled by the
 * first batch.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument`
 */
export class Objective {
  readonly outputs: readonly OutputObjective[];
  /** What it was made of. */
  readonly options: ObjectiveOptions;
  #measured: readonly Measured[] | undefined;
  #lengths: readonly number[] = [];

  constructor(model: tf.LayersModel, options: ObjectiveOptions) {
    const { loss, lossWeights, metrics, weightedMetrics } = options;
    this.options = options;
    const names = modelNames(model).outputs;
    const losses = spread<LossLike | null>(loss ?? null, names, "loss", null);
    const weights = spread(lossWeights ?? 1, names, "lossWeights");
    const plain = spreadMetrics(metrics, names, "metrics");
    const weighted = spreadMetrics(weightedMetrics, names, "weightedMetrics");
    this.outputs = names.map((name, i) => {
      checkArgument("compile", "lossWeights", weights[i] ?? 1, finite);
      const like = losses[i] ?? null;
      return new OutputObjective({
        name,
        shape: model.outputs[i]?.shape ?? [],
        loss: like === null ? null : getLoss(like),
        lossWeight: weights[i] ?? 1,
        metrics: plain[i] ?? [],
        weightedMetrics: weighted[i] ?? [],
      });
    });
  }

  get #several(): boolean {
    return this.outputs.length > 1;
  }

  /** Names of the losses that are logged beside the total; one alone is the total, but for its weight. */
  get #partNames(): readonly string[] {
    const trained = this.outputs.filter(({ loss }) => loss !== null);
    return trained.length > 1 ? trained.map(({ name }) => `${name}_loss`) : [];
  }

  /**
   * Checks targets before any loss runs: their number, shapes, and labels within range.
   *
   * @throws TrainingError `shape-mismatch` or `label-out-of-range`
   */
  async check({ outputs, size }: Batch, step: number): Promise<void> {
    if (outputs.length !== this.outputs.length) {
      throw new TrainingError(
        "shape-mismatch",
        `Batch ${step}: expected targets for ${this.outputs.length} output(s); received ${outputs.length}. Data without labels can only be predicted.`,
      );
    }
    for (const [i, objective] of this.outputs.entries()) {
      const output = outputs[i];
      if (output) await checkOutput(objective, output, size, step);
    }
  }

  #judged(predictions: readonly tf.Tensor[], { outputs }: Batch): readonly Judged[] {
    return this.outputs.map((objective, i) => {
      const [prediction, output] = [predictions[i], outputs[i]];
      if (!prediction || !output)
        throw new Error(`Objective: output "${objective.name}" lacks its prediction or target.`);
      return { objective, prediction, ...output };
    });
  }

  /**
   * The loss to minimize and each output's own. Differentiable; runs in a tidy.
   *
   * @param penalty the layers' own losses, or null if there are none
   * @param share which part of a batch these rows are, on a cluster, where the losses of the parts are multiplied by it and
   *   added up: a loss that is a sum over rows is divided by it
   * @throws TrainingError `invalid-argument` if there is no loss at all
   */
  losses(
    predictions: readonly tf.Tensor[],
    batch: Batch,
    penalty: tf.Scalar | null,
    share = 1,
  ): Losses {
    const parts = this.#judged(predictions, batch).flatMap(
      ({ objective, prediction, ...output }) => {
        const own = objective.lossOf(prediction, output);
        if (!own) return [];
        const isSum = objective.loss?.reduction === "sum" && share > 0 && share !== 1;
        const loss = isSum ? tf.div<tf.Scalar>(own, share) : own;
        return [{ loss, weight: objective.lossWeight }];
      },
    );
    const terms = [
      ...parts.map(({ loss, weight }) => (weight === 1 ? loss : tf.mul(loss, weight))),
      ...(penalty ? [penalty] : []),
    ];
    const [first, ...more] = terms;
    if (!first) {
      throw new TrainingError(
        "invalid-argument",
        'No loss to compute. Provide a `loss` argument in `compile`, such as `loss: "sparseCategoricalCrossentropy"`.',
      );
    }
    const total = more.reduce<tf.Tensor>((sum, term) => tf.add(sum, term), first);
    return { total: total as tf.Scalar, parts: parts.map(({ loss }) => loss) };
  }

  /** How many losses a vector of {@link statistics} begins with: the total, and each output's where there are several. */
  get lossCount(): number {
    return 1 + this.#partNames.length;
  }

  /** Which way a logged value, without `val_`, gets better; null when nothing says so. */
  direction(name: string): Direction | null {
    if (name === "loss" || this.#partNames.includes(name)) return "down";
    if (!this.#several) return this.outputs[0]?.direction(name) ?? null;
    for (const output of this.outputs) {
      const prefix = `${output.name}_`;
      const found = name.startsWith(prefix) ? output.direction(name.slice(prefix.length)) : null;
      if (found) return found;
    }
    return null;
  }

  /** One batch's sums in one vector: the losses, then every metric's. The caller owns it. */
  statistics(
    { total, parts }: Losses,
    predictions: readonly tf.Tensor[],
    batch: Batch,
  ): tf.Tensor1D {
    return tf.tidy(() => {
      const measured: Measured[] = [];
      const sums = this.#judged(predictions, batch).flatMap(
        ({ objective, prediction, ...output }) => {
          const prefix = this.#several ? `${objective.name}_` : "";
          return objective.measured(prediction, output).map((each) => {
            measured.push({ ...each, key: prefix + each.key });
            return each.metric.statistics(
              output.target,
              prediction,
              each.weighted ? output.weight : null,
            );
          });
        },
      );
      this.#measured = measured;
      this.#lengths = sums.map(({ size }) => size);
      const losses = [total, ...(parts.length > 1 ? parts : [])].map((loss) =>
        tf.reshape(loss, [1]),
      );
      return tf.concat([...losses, ...sums]) as tf.Tensor1D;
    });
  }

  /**
   * A vector of {@link statistics} by name. The total is summed over samples; an output's own loss over batches, whatever
   * their size, as Keras does.
   */
  split(vector: Float32Array | Int32Array | Uint8Array, size: number): Record<string, number[]> {
    const values = [...vector];
    const [total = NaN] = values.splice(0, 1);
    const sums: Record<string, number[]> = { loss: [total * size, size] };
    const names = this.#partNames;
    values.splice(0, names.length).forEach((part, i) => (sums[names[i] ?? ""] = [part, 1]));
    this.#measured?.forEach(({ key }, i) => {
      sums[key] = values.splice(0, this.#lengths[i]);
    });
    return sums;
  }

  /** Sums as the numbers that are logged, sorted by name: float32 values, as Keras's are. */
  logs(sums: Readonly<Record<string, readonly number[]>>): Logs {
    const logs: Logs = {};
    for (const [key, values] of Object.entries(sums)) {
      const measured = this.#measured?.find((each) => each.key === key);
      const [sum = NaN, count = 1] = values;
      if (measured) Object.assign(logs, measured.metric.logs(key, values));
      else logs[key] = sum / count;
    }
    for (const [key, value] of Object.entries(logs)) logs[key] = Math.fround(value);
    return sortedLogs(logs);
  }
}
