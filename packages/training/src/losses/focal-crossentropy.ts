/** Cross-entropies that count what is already predicted well for less (Lin et al. 2017, "Focal loss", equations 4 and 5). */
import * as tf from "@tensorflow/tfjs";
import { either, finite, flag, from, listOf } from "../options";
import { alignRanks } from "./align";
import {
  binaryEntries,
  binaryEntriesOfLogits,
  type CategoricalCrossentropyOptions,
  checkSameShape,
  clip,
  OneHotCrossentropy,
  SmoothedCrossentropy,
} from "./crossentropy";
import { logitsOf } from "./logits";

/** Arguments of {@link BinaryFocalCrossentropy}. */
export interface BinaryFocalCrossentropyOptions extends CategoricalCrossentropyOptions {
  /** Whether entries of targets 1 weigh `alpha` and those of 0 `1 - alpha`. Default false. */
  readonly applyClassBalancing?: boolean;
  /** Weight of class 1. Default 0.25. */
  readonly alpha?: number;
  /** How much less well predicted entries count: `(1 - p)^gamma`. Default 2; 0 is the plain cross-entropy. */
  readonly gamma?: number;
}

/** `missing ^ gamma`; a power of 0 has no gradient to compute. */
function focus(missing: tf.Tensor, gamma: number): tf.Tensor {
  return gamma === 0 ? tf.onesLike(missing) : tf.pow(missing, gamma);
}

/**
 * The mean over the last axis of `(1 - q)^gamma * -log q`, where q is the probability of the target: p for 1, 1 - p
 * for 0. Targets and predictions of one shape.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 * @example
 * ```ts
 * compile(model, { loss: new BinaryFocalCrossentropy({ applyClassBalancing: true }), optimizer: "adam" });
 * ```
 */
export class BinaryFocalCrossentropy extends SmoothedCrossentropy {
  static override readonly name: string = "BinaryFocalCrossentropy";
  readonly className = "BinaryFocalCrossentropy";
  readonly applyClassBalancing: boolean;
  readonly alpha: number;
  readonly gamma: number;

  constructor(options: BinaryFocalCrossentropyOptions = {}) {
    super("BinaryFocalCrossentropy", options, {
      applyClassBalancing: flag,
      alpha: finite,
      gamma: from(0),
    });
    const { applyClassBalancing = false, alpha = 0.25, gamma = 2 } = options;
    this.applyClassBalancing = applyClassBalancing;
    this.alpha = alpha;
    this.gamma = gamma;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [aligned, x] = alignRanks(yTrue, yPred);
    checkSameShape(this.name, aligned, x);
    const target = this.smoothed(aligned, 0.5);
    const p = this.fromLogits ? tf.sigmoid(x) : x;
    // Keras's sigmoid remembers what it is made of, its own here too.
    const logits = this.fromLogits ? yPred : logitsOf(yPred);
    const entries = logits
      ? binaryEntriesOfLogits(target, alignRanks(yTrue, logits)[1])
      : binaryEntries(target, p);
    const rest = tf.sub(1, target);
    const q = tf.add(tf.mul(target, p), tf.mul(rest, tf.sub(1, p)));
    const focal = tf.mul(focus(tf.sub(1, q), this.gamma), entries);
    if (!this.applyClassBalancing) return tf.mean(focal, this.axis);
    const balance = tf.add(tf.mul(target, this.alpha), tf.mul(rest, 1 - this.alpha));
    return tf.mean(tf.mul(balance, focal), this.axis);
  }
}

/** Arguments of {@link CategoricalFocalCrossentropy}. */
export interface CategoricalFocalCrossentropyOptions extends CategoricalCrossentropyOptions {
  /** Weight of every class, or a list with one for each. Default 0.25. */
  readonly alpha?: number | readonly number[];
  /** How much less well predicted classes count: `(1 - p)^gamma`. Default 2. */
  readonly gamma?: number;
}

/**
 * `-sum(alpha (1 - p)^gamma target log p)`; probabilities are divided by their sum and clipped first. Both
 * `[batch, ..., classes]`, targets one-hot.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 */
export class CategoricalFocalCrossentropy extends OneHotCrossentropy {
  static override readonly name: string = "CategoricalFocalCrossentropy";
  readonly className = "CategoricalFocalCrossentropy";
  readonly alpha: number | readonly number[];
  readonly gamma: number;

  constructor(options: CategoricalFocalCrossentropyOptions = {}) {
    super("CategoricalFocalCrossentropy", options, {
      alpha: either(finite, listOf(finite)),
      gamma: from(0),
    });
    const { alpha = 0.25, gamma = 2 } = options;
    this.alpha = alpha;
    this.gamma = gamma;
  }

  protected override ofRows(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const scores = this.fromLogits ? tf.softmax(prediction) : prediction;
    const p = clip(tf.div(scores, tf.sum(scores, -1, true)));
    const alpha = typeof this.alpha === "number" ? this.alpha : tf.tensor1d([...this.alpha]);
    const weight = tf.mul(focus(tf.sub(1, p), this.gamma), alpha);
    return tf.neg(tf.sum(tf.mul(weight, tf.mul(target, tf.log(p))), -1));
  }
}
