/** Adam and AdamW. */
import * as tf from "@tensorflow/tfjs";
import type { FusedUpdate } from "../step/native/compiled-graph";
import { f32, Optimizer, type UpdateInput, type UpdateOutput, stepTensorName } from "./optimizer";
import type { OptimizerOptions } from "./options";

export interface AdamOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Added to the uncorrected root. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the largest second moment so far. Default false. */
  readonly amsgrad?: boolean;
}

/**
 * `m += (g - m)(1 - b1); v += (g^2 - v)(1 - b2); w -= m alpha / (sqrt(v) + eps)` with
 * `alpha = lr sqrt(1 - b2^t) / (1 - b1^t)`. Rate 0.001 by default.
 */
export class Adam extends Optimizer {
  readonly className: string = "Adam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor({
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-7,
    amsgrad = false,
    ...options
  }: AdamOptions = {}) {
    super(options, 0.001);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.amsgrad = amsgrad;
  }

  get slotNames(): readonly string[] {
    return ["momentum", "velocity", ...(this.amsgrad ? ["velocity_hat"] : [])];
  }

  override scalars(rate: number, step: number): Record<string, number> {
    const power1 = f32(f32(this.beta1) ** step);
    const power2 = f32(f32(this.beta2) ** step);
    const alpha = f32(f32(rate * f32(Math.sqrt(f32(1 - power2)))) / f32(1 - power1));
    // The powers and the rate are what TensorFlow's own Adam computes alpha from.
    return { alpha, power1, power2, rate };
  }

  override fusedUpdates(gradients: readonly (tf.Tensor | null)[]): FusedUpdate[] | undefined {
    if (
      this.amsgrad ||
      this.clips ||
      this.weightDecay !== null ||
      gradients.some((gradient) => gradient === null)
    )
      return undefined;
    const scalars = [
      ...["power1", "power2", "rate"].map(stepTensorName),
      this.beta1,
      this.beta2,
      this.epsilon,
    ];
    return this.variables.map(({ weight, slots }, i) => ({
      op: "ResourceApplyAdam",
      variables: [weight, ...slots],
      scalars,
      gradient: tf.keep(gradients[i] as tf.Tensor),
    }));
  }

  override update({ value, gradient, slots: [m, v, hat], scalars }: UpdateInput): UpdateOutput {
    const [oldM, oldV] = [m as tf.Tensor, v as tf.Tensor];
    const nextM = tf.add(oldM, tf.mul(tf.sub(gradient, oldM), 1 - this.beta1));
    const nextV = tf.add(oldV, tf.mul(tf.sub(tf.square(gradient), oldV), 1 - this.beta2));
    const nextHat = hat ? tf.maximum(hat, nextV) : null;
    const root = tf.add(tf.sqrt(nextHat ?? nextV), this.epsilon);
    return {
      value: tf.sub(value, tf.div(tf.mul(nextM, scalars["alpha"] as tf.Scalar), root)),
      slots: nextHat ? [nextM, nextV, nextHat] : [nextM, nextV],
    };
  }
}

/** {@link Adam} with a weight decay of 0.004 by default. */
export class AdamW extends Adam {
  override readonly className = "AdamW";

  constructor({ weightDecay = 0.004, ...options }: AdamOptions = {}) {
    super({ weightDecay, ...options });
  }

  override get name(): string {
    return "adamw";
  }
}
