/** The base of Keras's losses: values per sample, sample weights, and how they become one number. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { snakeCase } from "../names";
import { canBroadcast, shapeError, weightedShapes } from "./align";
import { type KerasReduction, reduce, type Reduction, resolveReduction } from "./reduction";

export interface LossOptions {
  /** Default `"sumOverBatchSize"`; Keras's spellings are taken too. */
  readonly reduction?: Reduction | KerasReduction | null;
  readonly name?: string;
}

/**
 * A loss. `values` gives one value for each sample (and time step), before weights and reduction.
 * `compute` gives a scalar, or the weighted values for `"none"`; the caller owns it. Differentiable in `yPred`.
 */
export abstract class Loss {
  /** Keras's class name. */
  abstract readonly className: string;
  readonly reduction: Reduction;
  readonly #name: string | undefined;

  constructor({ reduction = "sumOverBatchSize", name }: LossOptions = {}) {
    this.reduction = resolveReduction(reduction);
    this.#name = name;
  }

  get name(): string {
    return this.#name ?? snakeCase(this.className);
  }

  /** `[batch, ...]` of the targets and predictions, the last axis reduced. */
  abstract values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;

  /**
   * Checks shapes of one batch before the loss runs.
   *
   * @throws TrainingError `shape-mismatch`, naming both shapes
   */
  checkShapes(target: readonly number[], prediction: readonly (number | null)[]): void {
    const rest = (shape: readonly (number | null)[]): string => {
      const sizes = shape.slice(1);
      return (sizes.at(-1) === 1 ? sizes.slice(0, -1) : sizes).join();
    };
    if (rest(target) !== rest(prediction)) throw shapeError(this.name, target, prediction);
  }

  /** Number of classes that labels must be below, if labels are class indices. */
  labelLimit(_prediction: readonly (number | null)[]): number | null {
    return null;
  }

  compute(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | number | null): tf.Tensor {
    return tf.tidy(() => {
      const values = this.values(yTrue, yPred);
      if (sampleWeight === undefined || sampleWeight === null)
        return reduce(values, null, this.reduction);
      if (typeof sampleWeight === "number" || sampleWeight.rank === 0) {
        return reduce(values, tf.cast(sampleWeight, "float32"), this.reduction);
      }
      const shapes = weightedShapes(values.shape, sampleWeight.shape);
      if (!canBroadcast(shapes.values, shapes.weights)) {
        throw new TrainingError(
          "shape-mismatch",
          `Loss ${this.name}: sample weights of shape [${sampleWeight.shape.join(", ")}] do not fit its values of shape [${values.shape.join(", ")}]. To weigh samples, give [batch${", 1".repeat(Math.max(0, values.rank - 1))}].`,
        );
      }
      return reduce(
        tf.reshape(values, [...shapes.values]),
        tf.reshape(tf.cast(sampleWeight, "float32"), [...shapes.weights]),
        this.reduction,
      );
    });
  }
}
