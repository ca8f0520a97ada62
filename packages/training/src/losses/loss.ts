/** The base of Keras's losses: values per sample, sample weights, and how they become one number. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { snakeCase } from "../names";
import {
  aTensor,
  checkArgument,
  checkOptions,
  either,
  finite,
  orNull,
  type Rules,
  text,
} from "../options";
import { canBroadcast, shapeError, weightedShapes } from "./align";
import {
  type KerasReduction,
  reduce,
  type Reduction,
  reductionRule,
  resolveReduction,
} from "./reduction";

/** Arguments that all losses share. */
export interface LossOptions {
  /** Default `"sumOverBatchSize"`; Keras's spellings are taken too. */
  readonly reduction?: Reduction | KerasReduction | null;
  readonly name?: string;
}

/** What options of every loss must be. */
export const lossRules: Rules<LossOptions> = { reduction: reductionRule, name: text };

const weightRule = orNull(either(aTensor, finite));

/**
 * A loss. `values` gives one value for each sample (and time step), before weights and reduction.
 * `compute` gives a scalar, or the weighted values for `"none"`; the caller owns it. Differentiable in `yPred`.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 */
export abstract class Loss {
  static readonly name: string = "Loss";
  /** Keras's class name. */
  abstract readonly className: string;
  readonly reduction: Reduction;
  readonly #name: string | undefined;

  constructor(options: LossOptions = {}) {
    const { reduction = "sumOverBatchSize", name } = checkOptions(
      new.target.name,
      options,
      lossRules,
    );
    this.reduction = resolveReduction(reduction);
    this.#name = name;
  }

  get name(): string {
    return this.#name ?? this.defaultName;
  }

  protected get defaultName(): string {
    return snakeCase(this.className);
  }

  /** `[batch, ...]` of the targets and predictions, the last axis reduced. */
  abstract values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;

  /**
   * Which values count: bool, of their shape. Null when all do. Others count neither in the sum nor in the number that
   * the sum is divided by.
   */
  mask(_yTrue: tf.Tensor, _yPred: tf.Tensor): tf.Tensor | null {
    return null;
  }

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

  /** The loss that computes for targets and predictions of these shapes: itself, but for `"crossentropy"`. */
  forShapes(_target: readonly number[], _prediction: readonly (number | null)[]): Loss {
    return this;
  }

  compute(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | number | null): tf.Tensor {
    checkArgument(this.name, "yTrue", yTrue, aTensor);
    checkArgument(this.name, "yPred", yPred, aTensor);
    if (sampleWeight !== undefined)
      checkArgument(this.name, "sampleWeight", sampleWeight, weightRule);
    return tf.tidy(() => {
      const values = this.values(yTrue, yPred);
      const mask = this.mask(yTrue, yPred);
      const counted = mask && this.#maskWeights(mask);
      if (sampleWeight === undefined || sampleWeight === null)
        return reduce(values, counted, this.reduction);
      const given = tf.cast(sampleWeight, "float32");
      const shapes = weightedShapes(values.shape, given.shape);
      if (!canBroadcast(shapes.values, shapes.weights)) {
        throw new TrainingError(
          "shape-mismatch",
          `Loss ${this.name}: sample weights of shape [${given.shape.join(", ")}] do not fit its values of shape [${values.shape.join(", ")}]. To weigh samples, give [batch${", 1".repeat(Math.max(0, values.rank - 1))}].`,
        );
      }
      const weights = tf.reshape(given, [...shapes.weights]);
      return reduce(
        tf.reshape(values, [...shapes.values]),
        counted ? tf.mul(weights, tf.reshape(counted, [...shapes.values])) : weights,
        this.reduction,
      );
    });
  }

  /** 1 for values that count, or what makes a mean over all of them the mean over those that count. */
  #maskWeights(mask: tf.Tensor): tf.Tensor {
    const counted = tf.cast(mask, "float32");
    if (this.reduction !== "mean" && this.reduction !== "sumOverBatchSize") return counted;
    return tf.mul(counted, tf.divNoNan(counted.size, tf.sum(counted)));
  }
}
