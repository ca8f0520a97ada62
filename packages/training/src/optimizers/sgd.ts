/** Gradient descent, with momentum and Nesterov's. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { Optimizer, type UpdateInput, type UpdateOutput } from "./optimizer";
import type { OptimizerOptions } from "./options";

export interface SGDOptions extends OptimizerOptions {
  /** From 0 to 1. Default 0. */
  readonly momentum?: number;
  /** Default false. */
  readonly nesterov?: boolean;
}

/** `m = mu m - lr g; w += m`; Nesterov: `w += mu m - lr g` with the new m. Rate 0.01 by default. */
export class SGD extends Optimizer {
  readonly className = "SGD";
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor({ momentum = 0, nesterov = false, ...options }: SGDOptions = {}) {
    super(options, 0.01);
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new TrainingError(
        "invalid-argument",
        `\`momentum\` must be a float between [0, 1]. Received: ${momentum}`,
      );
    }
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  get slotNames(): readonly string[] {
    return this.momentum === 0 ? [] : ["momentum"];
  }

  override scalars(rate: number): Record<string, number> {
    return { rate };
  }

  override update({ value, gradient, slots: [momentum], scalars }: UpdateInput): UpdateOutput {
    const step = tf.mul(gradient, scalars["rate"] as tf.Scalar);
    if (!momentum) return { value: tf.sub(value, step), slots: [] };
    const next = tf.sub(tf.mul(momentum, this.momentum), step);
    const moved = this.nesterov ? tf.sub(tf.mul(next, this.momentum), step) : next;
    return { value: tf.add(value, moved), slots: [next] };
  }
}
