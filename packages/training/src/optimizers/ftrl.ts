/** Follow the regularized leader. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { Optimizer, type UpdateInput, type UpdateOutput } from "./optimizer";
import type { OptimizerOptions } from "./options";

export interface FtrlOptions extends OptimizerOptions {
  /** At most 0. Default -0.5. */
  readonly learningRatePower?: number;
  /** At least 0. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** At least 0. Default 0. */
  readonly l1RegularizationStrength?: number;
  /** At least 0. Default 0. */
  readonly l2RegularizationStrength?: number;
  /** At least 0. Default 0. */
  readonly l2ShrinkageRegularizationStrength?: number;
  /** At least 0. Default 0. */
  readonly beta?: number;
}

/** Ftrl. A weight is made anew from its linear slot at every step, so the first step discards most of its start. */
export class Ftrl extends Optimizer {
  readonly className = "Ftrl";
  readonly slotNames = ["accumulator", "linear"];
  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;

  constructor({
    learningRatePower = -0.5,
    initialAccumulatorValue = 0.1,
    l1RegularizationStrength = 0,
    l2RegularizationStrength = 0,
    l2ShrinkageRegularizationStrength = 0,
    beta = 0,
    ...options
  }: FtrlOptions = {}) {
    super(options, 0.001);
    const nonNegative = {
      initialAccumulatorValue,
      l1RegularizationStrength,
      l2RegularizationStrength,
      l2ShrinkageRegularizationStrength,
      beta,
    };
    for (const [name, value] of Object.entries(nonNegative)) {
      if (!(value >= 0)) {
        throw new TrainingError(
          "invalid-argument",
          `\`${name}\` needs to be positive or zero. Received: ${name}=${value}.`,
        );
      }
    }
    if (!(learningRatePower <= 0)) {
      throw new TrainingError(
        "invalid-argument",
        `\`learningRatePower\` needs to be negative or zero. Received: learningRatePower=${learningRatePower}.`,
      );
    }
    this.learningRatePower = learningRatePower;
    this.initialAccumulatorValue = initialAccumulatorValue;
    this.l1RegularizationStrength = l1RegularizationStrength;
    this.l2RegularizationStrength = l2RegularizationStrength;
    this.l2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength;
    this.beta = beta;
  }

  protected override slotStart(name: string): number {
    return name === "accumulator" ? this.initialAccumulatorValue : 0;
  }

  override scalars(rate: number): Record<string, number> {
    return { rate, twiceL2: 2 * (this.l2RegularizationStrength + this.beta / (2 * rate)) };
  }

  override update({ value, gradient, slots, scalars }: UpdateInput): UpdateOutput {
    const [accumulator, linear] = slots as [tf.Tensor, tf.Tensor];
    const rate = scalars["rate"] as tf.Scalar;
    const power = (x: tf.Tensor): tf.Tensor => tf.pow(x, tf.scalar(-this.learningRatePower));
    const shrunk = tf.add(gradient, tf.mul(2 * this.l2ShrinkageRegularizationStrength, value));
    const nextAccumulator = tf.add(accumulator, tf.square(gradient));
    const raised = power(nextAccumulator);
    const change = tf.mul(tf.div(tf.sub(raised, power(accumulator)), rate), value);
    const nextLinear = tf.add(linear, tf.sub(shrunk, change));
    const quadratic = tf.add(tf.div(raised, rate), scalars["twiceL2"] as tf.Scalar);
    const l1 = this.l1RegularizationStrength;
    const clipped = tf.clipByValue(nextLinear, -l1, l1);
    return {
      value: tf.div(tf.sub(clipped, nextLinear), quadratic),
      slots: [nextAccumulator, nextLinear],
    };
  }
}
