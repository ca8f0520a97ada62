/** Losses over values: squared, absolute, Huber, hinge and the like; means over the last axis. */
import * as tf from "@tensorflow/tfjs";
import { checkOptions, finite, whole } from "../options";
import { alignRanks } from "./align";
import { clip, epsilon } from "./crossentropy";
import { Loss, type LossOptions, lossRules } from "./loss";

/** A loss that is a plain function of aligned float32 targets and predictions. */
abstract class AlignedLoss extends Loss {
  abstract aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor;

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [target, prediction] = alignRanks(yTrue, yPred);
    return this.aligned(tf.cast(target, "float32"), prediction);
  }
}

/** `mean((t - p)^2)`. */
export class MeanSquaredError extends AlignedLoss {
  static override readonly name: string = "MeanSquaredError";
  readonly className = "MeanSquaredError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.square(tf.sub(target, prediction)), -1);
  }
}

/** `mean(|t - p|)`. */
export class MeanAbsoluteError extends AlignedLoss {
  static override readonly name: string = "MeanAbsoluteError";
  readonly className = "MeanAbsoluteError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.abs(tf.sub(target, prediction)), -1);
  }
}

/** `100 mean(|t - p| / max(|t|, 1e-7))`. */
export class MeanAbsolutePercentageError extends AlignedLoss {
  static override readonly name: string = "MeanAbsolutePercentageError";
  readonly className = "MeanAbsolutePercentageError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const ratio = tf.div(tf.sub(target, prediction), tf.maximum(tf.abs(target), epsilon));
    return tf.mul(100, tf.mean(tf.abs(ratio), -1));
  }
}

/** `mean((log(t + 1) - log(p + 1))^2)`, both kept above 1e-7. */
export class MeanSquaredLogarithmicError extends AlignedLoss {
  static override readonly name: string = "MeanSquaredLogarithmicError";
  readonly className = "MeanSquaredLogarithmicError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const log = (x: tf.Tensor): tf.Tensor => tf.log(tf.add(tf.maximum(x, epsilon), 1));
    return tf.mean(tf.square(tf.sub(log(prediction), log(target))), -1);
  }
}

/** Arguments of {@link Huber}. */
export interface HuberOptions extends LossOptions {
  /** Where the square becomes linear. Default 1. */
  readonly delta?: number;
}

/** `mean(d^2 / 2)` where `|d| <= delta`, `delta |d| - delta^2 / 2` beyond. */
export class Huber extends AlignedLoss {
  static override readonly name: string = "Huber";
  readonly className = "Huber";
  readonly delta: number;

  constructor(options: HuberOptions = {}) {
    const { delta = 1, ...rest } = checkOptions("Huber", options, {
      ...lossRules,
      delta: finite,
    });
    super(rest);
    this.delta = delta;
  }

  protected override get defaultName(): string {
    return "huber_loss";
  }

  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const error = tf.abs(tf.sub(target, prediction));
    const inner = tf.minimum(error, this.delta); // a `where` on x has no gradient in tfjs
    const beyond = tf.mul(this.delta, tf.sub(error, inner));
    return tf.mean(tf.add(tf.mul(0.5, tf.square(inner)), beyond), -1);
  }
}

/** `mean(log(cosh(p - t)))`. */
export class LogCosh extends AlignedLoss {
  static override readonly name: string = "LogCosh";
  readonly className = "LogCosh";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const error = tf.sub(prediction, target);
    return tf.mean(tf.sub(tf.add(error, tf.softplus(tf.mul(-2, error))), Math.LN2), -1);
  }
}

/** `sum(t log(t / p))`, both kept within `[1e-7, 1]`. */
export class KLDivergence extends AlignedLoss {
  static override readonly name: string = "KLDivergence";
  readonly className = "KLDivergence";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const t = clip(target, 1);
    const p = clip(prediction, 1);
    return tf.sum(tf.mul(t, tf.log(tf.div(t, p))), -1);
  }
}

/** `mean(p - t log(p + 1e-7))`. */
export class Poisson extends AlignedLoss {
  static override readonly name: string = "Poisson";
  readonly className = "Poisson";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.sub(prediction, tf.mul(target, tf.log(tf.add(prediction, epsilon)))), -1);
  }
}

/** Targets of 0 and 1 as -1 and 1; others as they are. */
function signs(target: tf.Tensor): tf.Tensor {
  const binary = tf.all(tf.logicalOr(tf.equal(target, 0), tf.equal(target, 1)));
  return tf.where(
    tf.logicalAnd(binary, tf.onesLike(target).asType("bool")),
    tf.sub(tf.mul(2, target), 1),
    target,
  );
}

/** `mean(max(1 - t p, 0))`; targets -1 and 1, or 0 and 1. */
export class Hinge extends AlignedLoss {
  static override readonly name: string = "Hinge";
  readonly className = "Hinge";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.relu(tf.sub(1, tf.mul(signs(target), prediction))), -1);
  }
}

/** `mean(max(1 - t p, 0)^2)`. */
export class SquaredHinge extends AlignedLoss {
  static override readonly name: string = "SquaredHinge";
  readonly className = "SquaredHinge";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.square(tf.relu(tf.sub(1, tf.mul(signs(target), prediction)))), -1);
  }
}

/** `max(max((1 - t) p) - sum(t p) + 1, 0)`; one-hot targets. */
export class CategoricalHinge extends AlignedLoss {
  static override readonly name: string = "CategoricalHinge";
  readonly className = "CategoricalHinge";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const positive = tf.sum(tf.mul(target, prediction), -1);
    const negative = tf.max(tf.mul(tf.sub(1, target), prediction), -1);
    return tf.relu(tf.add(tf.sub(negative, positive), 1));
  }
}

/** Arguments of {@link CosineSimilarity}. */
export interface CosineSimilarityOptions extends LossOptions {
  /** The axis of the vectors. Default -1, the last. */
  readonly axis?: number;
}

/** `sum(t p)` of vectors along an axis, each scaled to length 1. */
export function cosineSimilarity(
  target: tf.Tensor,
  prediction: tf.Tensor,
  axis: number,
): tf.Tensor {
  const unit = (x: tf.Tensor): tf.Tensor => {
    const square = tf.maximum(tf.sum(tf.square(x), axis, true), 1e-12);
    return tf.mul(x, tf.rsqrt(square));
  };
  return tf.sum(tf.mul(unit(target), unit(prediction)), axis);
}

/** `-sum(t p)` of vectors scaled to length 1. The metric of this name has the other sign. */
export class CosineSimilarity extends AlignedLoss {
  static override readonly name: string = "CosineSimilarity";
  readonly className = "CosineSimilarity";
  readonly axis: number;

  constructor(options: CosineSimilarityOptions = {}) {
    const { axis = -1, ...rest } = checkOptions("CosineSimilarity", options, {
      ...lossRules,
      axis: whole(),
    });
    super(rest);
    this.axis = axis;
  }

  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.neg(cosineSimilarity(target, prediction, this.axis));
  }
}
