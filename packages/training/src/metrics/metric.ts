/** The base of metrics: sums over batches, made on the device and added up on the host. */
import type * as tf from "@tensorflow/tfjs";
import { snakeCase } from "../names";
import { checkOptions, type Rules, text } from "../options";

/** Arguments that all metrics share. */
export interface MetricOptions {
  /** What it is logged as. Default: Keras's name of the class. */
  readonly name?: string;
}

/** What options of every metric must be. */
export const metricRules: Rules<MetricOptions> = { name: text };

/** Which way a metric gets better. */
export type Direction = "up" | "down";

/**
 * A metric is a vector of sums and a number made of them. It holds no tensors and no state of a run: the trainer keeps
 * the sums, so one metric may serve training and validation.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 */
export abstract class Metric {
  static readonly name: string = "Metric";
  /** Keras's class name. */
  abstract readonly className: string;
  /** Which way is better, for callbacks with mode `"auto"`; null when the metric does not say. */
  readonly direction: Direction | null = null;
  readonly #name: string | undefined;

  constructor(options: MetricOptions = {}) {
    this.#name = checkOptions(new.target.name, options, metricRules).name;
  }

  get name(): string {
    return this.#name ?? this.defaultName;
  }

  protected get defaultName(): string {
    return snakeCase(this.className);
  }

  /**
   * What one batch adds: a float32 vector of fixed length. Runs in a tidy.
   *
   * @param weights float32 `[batch]`, `[batch, time]` or one for each entry; null counts each sample as 1
   */
  abstract statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D;

  /** The metric's value of sums over batches; a list where it has several, such as one for each class. */
  abstract result(sums: readonly number[]): number | readonly number[];

  /** What is logged under a key: the value, or each of several under the key and {@link partName}. */
  logs(key: string, sums: readonly number[]): Record<string, number> {
    const result = this.result(sums);
    if (typeof result === "number") return { [key]: result };
    return Object.fromEntries(result.map((value, i) => [`${key}_${this.partName(i)}`, value]));
  }

  /** What tells the i-th of several values apart. */
  protected partName(i: number): string {
    return String(i);
  }
}

/** `a / b`, and 0 where b is 0, as Keras's metrics do. */
export function ratio(a: number | undefined, b: number | undefined): number {
  return b ? (a ?? 0) / b : 0;
}

/** The sum of numbers. */
export function total(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value = 0) => sum + value, 0);
}
