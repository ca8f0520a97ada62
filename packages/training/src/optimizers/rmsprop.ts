/** RMSprop, plain and centered. */
import * as tf from "@tensorflow/tfjs";
import { Optimizer, type UpdateInput, type UpdateOutput } from "./optimizer";
import type { OptimizerOptions } from "./options";

export interface RMSpropOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly rho?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the variance instead of the mean square. Default false. */
  readonly centered?: boolean;
}

/** `v = rho v + (1 - rho) g^2; w -= lr g / sqrt(v + eps)`; centered: `v - a^2 + eps`. Rate 0.001 by default. */
export class RMSprop extends Optimizer {
  readonly className = "RMSprop";
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor({
    rho = 0.9,
    momentum = 0,
    epsilon = 1e-7,
    centered = false,
    ...options
  }: RMSpropOptions = {}) {
    super(options, 0.001);
    this.rho = rho;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.centered = centered;
  }

  get slotNames(): readonly string[] {
    return [
      "velocity",
      ...(this.momentum > 0 ? ["momentum"] : []),
      ...(this.centered ? ["average_gradient"] : []),
    ];
  }

  override scalars(rate: number): Record<string, number> {
    return { rate };
  }

  override update({ value, gradient, slots, scalars }: UpdateInput): UpdateOutput {
    const slot = (name: string): tf.Tensor => slots[this.slotNames.indexOf(name)] as tf.Tensor;
    const smoothed = (old: tf.Tensor, now: tf.Tensor): tf.Tensor =>
      tf.add(tf.mul(this.rho, old), tf.mul(1 - this.rho, now));
    const velocity = smoothed(slot("velocity"), tf.square(gradient));
    const average = this.centered ? smoothed(slot("average_gradient"), gradient) : null;
    const spread = average ? tf.sub(velocity, tf.square(average)) : velocity;
    const increment = tf.div(
      tf.mul(scalars["rate"] as tf.Scalar, gradient),
      tf.sqrt(tf.add(spread, this.epsilon)),
    );
    const momentum =
      this.momentum > 0 ? tf.add(tf.mul(this.momentum, slot("momentum")), increment) : null;
    return {
      value: tf.sub(value, momentum ?? increment),
      slots: [velocity, momentum, average].filter((tensor) => tensor !== null),
    };
  }
}
