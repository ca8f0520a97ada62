/** Losses that measure how well two regions overlap, for segmentation. */
import * as tf from "@tensorflow/tfjs";
import { checkOptions, either, finite, listOf, orNull, type Rule, whole } from "../options";
import { alignRanks } from "./align";
import { epsilon } from "./crossentropy";
import { Loss, type LossOptions, lossRules } from "./loss";

/** The axes that sums go along: null for all, the batch's too. */
type Axes = number | readonly number[] | null;

const axesRule: Rule = orNull(either(whole(), listOf(whole())));

function sums(axes: Axes): (x: tf.Tensor) => tf.Tensor {
  const along = axes === null ? undefined : typeof axes === "number" ? [axes] : [...axes];
  return (x) => tf.sum(x, along);
}

/** Arguments of {@link Dice}. */
export interface DiceOptions extends LossOptions {
  /** Axes that are summed. Default null: all, so that the loss of a batch is one value. */
  readonly axis?: Axes;
}

/** `1 - 2 sum(t p) / (sum(t) + sum(p) + 1e-7)`. Targets and predictions of one shape, from 0 to 1. */
export class Dice extends Loss {
  static override readonly name: string = "Dice";
  readonly className = "Dice";
  readonly axis: Axes;

  constructor(options: DiceOptions = {}) {
    const { axis = null, ...rest } = checkOptions("Dice", options, {
      ...lossRules,
      axis: axesRule,
    });
    super(rest);
    this.axis = axis;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [aligned, prediction] = alignRanks(yTrue, yPred);
    const target = tf.cast(aligned, "float32");
    const sum = sums(this.axis);
    const both = tf.mul(2, sum(tf.mul(target, prediction)));
    return tf.sub(1, tf.div(both, tf.add(tf.add(sum(target), sum(prediction)), epsilon)));
  }
}

/** Arguments of {@link Tversky}. */
export interface TverskyOptions extends DiceOptions {
  /** Weight of what the target has and the prediction lacks. Default 0.5. */
  readonly alpha?: number;
  /** Weight of what the prediction has and the target lacks. Default 0.5. */
  readonly beta?: number;
}

/**
 * `1 - sum(t p) / (sum(t p) + alpha sum(t (1 - p)) + beta sum(p (1 - t)) + 1e-7)` (Salehi et al. 2017). Targets and
 * predictions of one shape, from 0 to 1. Alpha and beta as Keras computes them.
 */
export class Tversky extends Loss {
  static override readonly name: string = "Tversky";
  readonly className = "Tversky";
  readonly alpha: number;
  readonly beta: number;
  readonly axis: Axes;

  constructor(options: TverskyOptions = {}) {
    const {
      alpha = 0.5,
      beta = 0.5,
      axis = null,
      ...rest
    } = checkOptions("Tversky", options, {
      ...lossRules,
      alpha: finite,
      beta: finite,
      axis: axesRule,
    });
    super(rest);
    this.alpha = alpha;
    this.beta = beta;
    this.axis = axis;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [aligned, p] = alignRanks(yTrue, yPred);
    const t = tf.cast(aligned, "float32");
    const sum = sums(this.axis);
    const both = sum(tf.mul(t, p));
    const missed = tf.mul(sum(tf.mul(tf.sub(1, p), t)), this.alpha);
    const wrong = tf.mul(sum(tf.mul(p, tf.sub(1, t))), this.beta);
    return tf.sub(1, tf.div(both, tf.add(tf.add(tf.add(both, missed), wrong), epsilon)));
  }
}
