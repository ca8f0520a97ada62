/** Adadelta, Adagrad and Adamax. */
import * as tf from "@tensorflow/tfjs";
import { f32, Optimizer, type UpdateInput, type UpdateOutput } from "./optimizer";
import type { OptimizerOptions } from "./options";

export interface AdadeltaOptions extends OptimizerOptions {
  /** Default 0.95. */
  readonly rho?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * `A = rho A + (1 - rho) g^2; d = -sqrt(D + eps) g / sqrt(A + eps); D = rho D + (1 - rho) d^2; w += lr d`.
 * Rate 0.001 by default.
 */
export class Adadelta extends Optimizer {
  readonly className = "Adadelta";
  readonly slotNames = ["accumulated_grad", "accumulated_delta_var"];
  readonly rho: number;
  readonly epsilon: number;

  constructor({ rho = 0.95, epsilon = 1e-7, ...options }: AdadeltaOptions = {}) {
    super(options, 0.001);
    this.rho = rho;
    this.epsilon = epsilon;
  }

  override scalars(rate: number): Record<string, number> {
    return { rate };
  }

  override update({ value, gradient, slots, scalars }: UpdateInput): UpdateOutput {
    const [oldGradients, oldDeltas] = slots as [tf.Tensor, tf.Tensor];
    const root = (x: tf.Tensor): tf.Tensor => tf.sqrt(tf.add(x, this.epsilon));
    const smoothed = (old: tf.Tensor, now: tf.Tensor): tf.Tensor =>
      tf.add(tf.mul(this.rho, old), tf.mul(1 - this.rho, tf.square(now)));
    const gradients = smoothed(oldGradients, gradient);
    const delta = tf.neg(tf.div(tf.mul(root(oldDeltas), gradient), root(gradients)));
    return {
      value: tf.add(value, tf.mul(scalars["rate"] as tf.Scalar, delta)),
      slots: [gradients, smoothed(oldDeltas, delta)],
    };
  }
}

export interface AdagradOptions extends OptimizerOptions {
  /** Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/** `A += g^2; w -= lr g / sqrt(A + eps)`. Rate 0.001 by default. */
export class Adagrad extends Optimizer {
  readonly className = "Adagrad";
  readonly slotNames = ["accumulator"];
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;

  constructor({ initialAccumulatorValue = 0.1, epsilon = 1e-7, ...options }: AdagradOptions = {}) {
    super(options, 0.001);
    this.initialAccumulatorValue = initialAccumulatorValue;
    this.epsilon = epsilon;
  }

  protected override slotStart(): number {
    return this.initialAccumulatorValue;
  }

  override scalars(rate: number): Record<string, number> {
    return { rate };
  }

  override update({ value, gradient, slots, scalars }: UpdateInput): UpdateOutput {
    const accumulator = tf.add(slots[0] as tf.Tensor, tf.square(gradient));
    const step = tf.div(
      tf.mul(scalars["rate"] as tf.Scalar, gradient),
      tf.sqrt(tf.add(accumulator, this.epsilon)),
    );
    return { value: tf.sub(value, step), slots: [accumulator] };
  }
}

export interface AdamaxOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/** `m += (g - m)(1 - b1); u = max(b2 u, |g|); w -= lr m / ((1 - b1^t)(u + eps))`. Rate 0.001 by default. */
export class Adamax extends Optimizer {
  readonly className = "Adamax";
  readonly slotNames = ["momentum", "norm"];
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...options }: AdamaxOptions = {}) {
    super(options, 0.001);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  override scalars(rate: number, step: number): Record<string, number> {
    return { rate, correction: f32(1 - f32(f32(this.beta1) ** step)) };
  }

  override update({ value, gradient, slots, scalars }: UpdateInput): UpdateOutput {
    const [oldM, oldU] = slots as [tf.Tensor, tf.Tensor];
    const m = tf.add(oldM, tf.mul(tf.sub(gradient, oldM), 1 - this.beta1));
    const u = tf.maximum(tf.mul(this.beta2, oldU), tf.abs(gradient));
    const step = tf.div(
      tf.mul(scalars["rate"] as tf.Scalar, m),
      tf.mul(scalars["correction"] as tf.Scalar, tf.add(u, this.epsilon)),
    );
    return { value: tf.sub(value, step), slots: [m, u] };
  }
}
