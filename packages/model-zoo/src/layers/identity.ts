/** Keras's Identity and ActivityRegularization: layers that change nothing, and may penalize what goes through. */
import * as tf from "@tensorflow/tfjs";
import { L1L2 } from "../regularizers/regularizers";
import { finite } from "./base/checks";
import { Elementwise } from "./base/elementwise";
import { type LayerOptions, optionsOf, type PenalizedLayerOptions } from "./base/keras-layer";

/** Gives what it is given. Any shape and dtype. The caller owns the result. */
export class Identity extends Elementwise {
  static readonly className = "Flowers>Identity";
  static readonly kerasModule = "keras.layers";

  constructor(options: PenalizedLayerOptions = {}) {
    super(optionsOf(options, "Identity"));
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    return tf.clone(input);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

/** Options of {@link ActivityRegularization}. */
export interface ActivityRegularizationOptions extends LayerOptions {
  /** Factor of the sum of absolute values. Default 0. */
  readonly l1?: number;
  /** Factor of the sum of squares. Default 0. */
  readonly l2?: number;
}

/** Gives what it is given, and adds a penalty for it to the loss, divided by the batch size. The caller owns the result. */
export class ActivityRegularization extends Elementwise {
  static readonly className = "Flowers>ActivityRegularization";
  static readonly kerasModule = "keras.layers";
  readonly l1: number;
  readonly l2: number;

  constructor(given: ActivityRegularizationOptions = {}) {
    const { l1 = 0, l2 = 0, ...options } = optionsOf(given, "ActivityRegularization");
    finite(l1, "l1", 0);
    finite(l2, "l2", 0);
    super({ ...options, activityRegularizer: new L1L2({ l1, l2 }) });
    this.l1 = l1;
    this.l2 = l2;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    return tf.clone(input);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { l1: this.l1, l2: this.l2 };
  }
}

/** Makes an {@link Identity} layer. */
export const identity = (options: PenalizedLayerOptions = {}): Identity => new Identity(options);
/** Makes an {@link ActivityRegularization} layer. */
export const activityRegularization = (
  options: ActivityRegularizationOptions = {},
): ActivityRegularization => new ActivityRegularization(options);
