/** The base of metrics: sums over batches, made on the device and added up on the host. */
import type * as tf from "@tensorflow/tfjs";
import { snakeCase } from "../names";

export interface MetricOptions {
  readonly name?: string;
}

/**
 * A metric is a vector of sums and a number made of them. It holds no tensors and no state of a run: the trainer keeps
 * the sums, so one metric may serve training and validation.
 */
export abstract class Metric {
  /** Keras's class name. */
  abstract readonly className: string;
  readonly #name: string | undefined;

  constructor({ name }: MetricOptions = {}) {
    this.#name = name;
  }

  get name(): string {
    return this.#name ?? snakeCase(this.className);
  }

  /**
   * What one batch adds: a float32 vector of fixed length. Runs in a tidy.
   *
   * @param weights float32 `[batch]` or `[batch, time]`; null counts each sample as 1
   */
  abstract statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D;

  /** The metric's value of sums over batches. */
  abstract result(sums: readonly number[]): number;
}

/** `a / b`, and 0 where b is 0, as Keras's metrics do. */
export function ratio(a: number | undefined, b: number | undefined): number {
  return b ? (a ?? 0) / b : 0;
}
