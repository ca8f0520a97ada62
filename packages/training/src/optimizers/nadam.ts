/** Adam with Nesterov's momentum. */
import * as tf from "@tensorflow/tfjs";
import { f32, Optimizer, type UpdateInput, type UpdateOutput } from "./optimizer";
import type { OptimizerOptions } from "./options";

export interface NadamOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * With `mu_t = b1 (1 - 0.5 * 0.96^t)`, `P_t = P_{t-1} mu_t` and `P' = P_t mu_{t+1}`:
 * `w -= lr (mu_{t+1} m / (1 - P') + (1 - mu_t) g / (1 - P_t)) / (sqrt(v / (1 - b2^t)) + eps)`. Rate 0.001 by default.
 */
export class Nadam extends Optimizer {
  readonly className = "Nadam";
  readonly slotNames = ["momentum", "velocity"];
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  #product = 1;

  constructor({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...options }: NadamOptions = {}) {
    super(options, 0.001);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  #mu(step: number): number {
    return f32(f32(this.beta1) * f32(1 - f32(0.5 * f32(f32(0.96) ** step))));
  }

  override scalars(rate: number, step: number): Record<string, number> {
    const [now, next] = [this.#mu(step), this.#mu(step + 1)];
    const product = f32(this.#product * now);
    return {
      rate,
      next,
      rest: f32(1 - now),
      momentumCorrection: f32(1 - f32(product * next)),
      gradientCorrection: f32(1 - product),
      velocityCorrection: f32(1 - f32(f32(this.beta2) ** step)),
    };
  }

  override update({ value, gradient, slots, scalars }: UpdateInput): UpdateOutput {
    const [oldM, oldV] = slots as [tf.Tensor, tf.Tensor];
    const scalar = (name: string): tf.Scalar => scalars[name] as tf.Scalar;
    const m = tf.add(oldM, tf.mul(tf.sub(gradient, oldM), f32(1 - f32(this.beta1))));
    const v = tf.add(oldV, tf.mul(tf.sub(tf.square(gradient), oldV), f32(1 - f32(this.beta2))));
    const mHat = tf.add(
      tf.div(tf.mul(scalar("next"), m), scalar("momentumCorrection")),
      tf.div(tf.mul(scalar("rest"), gradient), scalar("gradientCorrection")),
    );
    const vHat = tf.div(v, scalar("velocityCorrection"));
    const step = tf.div(tf.mul(mHat, scalar("rate")), tf.add(tf.sqrt(vHat), this.epsilon));
    return { value: tf.sub(value, step), slots: [m, v] };
  }

  protected override finishStep(): void {
    this.#product = f32(this.#product * this.#mu(this.iterations + 1));
  }

  protected override runningScalars(): Record<string, number> {
    return { product: this.#product };
  }

  protected override setRunningScalars({ product }: Readonly<Record<string, number>>): void {
    if (product !== undefined) this.#product = product;
  }
}
