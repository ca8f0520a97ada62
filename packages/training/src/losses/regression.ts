/** Losses over values: squared, absolute, Huber, hinge and the like; means over the last axis. */
import * as tf from "@tensorflow/tfjs";
import { alignRanks } from "./align";
import { Loss, type LossOptions } from "./loss";

const epsilon = 1e-7;

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
  readonly className = "MeanSquaredError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.square(tf.sub(target, prediction)), -1);
  }
}

/** `mean(|t - p|)`. */
export class MeanAbsoluteError extends AlignedLoss {
  readonly className = "MeanAbsoluteError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.abs(tf.sub(target, prediction)), -1);
  }
}

/** `100 mean(|t - p| / max(|t|, 1e-7))`. */
export class MeanAbsolutePercentageError extends AlignedLoss {
  readonly className = "MeanAbsolutePercentageError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const ratio = tf.div(tf.sub(target, prediction), tf.maximum(tf.abs(target), epsilon));
    return tf.mul(100, tf.mean(tf.abs(ratio), -1));
  }
}

/** `mean((log(t + 1) - log(p + 1))^2)`, both kept above 1e-7. */
export class MeanSquaredLogarithmicError extends AlignedLoss {
  readonly className = "MeanSquaredLogarithmicError";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const log = (x: tf.Tensor): tf.Tensor => tf.log(tf.add(tf.maximum(x, epsilon), 1));
    return tf.mean(tf.square(tf.sub(log(prediction), log(target))), -1);
  }
}

export interface HuberOptions extends LossOptions {
  /** Where the square becomes linear. Default 1. */
  readonly delta?: number;
}

/** `mean(d^2 / 2)` where `|d| <= delta`, `delta |d| - delta^2 / 2` beyond. */
export class Huber extends AlignedLoss {
  readonly className = "Huber";
  readonly delta: number;

  constructor({ delta = 1, ...options }: HuberOptions = {}) {
    super(options);
    this.delta = delta;
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
  readonly className = "LogCosh";
  override get name(): string {
    return "log_cosh";
  }
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const error = tf.sub(prediction, target);
    return tf.mean(tf.sub(tf.add(error, tf.softplus(tf.mul(-2, error))), Math.LN2), -1);
  }
}

/** `sum(t log(t / p))`, both kept within `[1e-7, 1]`. */
export class KLDivergence extends AlignedLoss {
  readonly className = "KLDivergence";
  override get name(): string {
    return "kl_divergence";
  }
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const t = tf.clipByValue(target, epsilon, 1);
    const p = tf.clipByValue(prediction, epsilon, 1);
    return tf.sum(tf.mul(t, tf.log(tf.div(t, p))), -1);
  }
}

/** `mean(p - t log(p + 1e-7))`. */
export class Poisson extends AlignedLoss {
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
  readonly className = "Hinge";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.relu(tf.sub(1, tf.mul(signs(target), prediction))), -1);
  }
}

/** `mean(max(1 - t p, 0)^2)`. */
export class SquaredHinge extends AlignedLoss {
  readonly className = "SquaredHinge";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return tf.mean(tf.square(tf.relu(tf.sub(1, tf.mul(signs(target), prediction)))), -1);
  }
}

/** `max(max((1 - t) p) - sum(t p) + 1, 0)`; one-hot targets. */
export class CategoricalHinge extends AlignedLoss {
  readonly className = "CategoricalHinge";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const positive = tf.sum(tf.mul(target, prediction), -1);
    const negative = tf.max(tf.mul(tf.sub(1, target), prediction), -1);
    return tf.relu(tf.add(tf.sub(negative, positive), 1));
  }
}

/** `-sum(t p)` of rows scaled to length 1. */
export class CosineSimilarity extends AlignedLoss {
  readonly className = "CosineSimilarity";
  override aligned(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    const unit = (x: tf.Tensor): tf.Tensor => {
      const square = tf.maximum(tf.sum(tf.square(x), -1, true), 1e-12);
      return tf.mul(x, tf.rsqrt(square));
    };
    return tf.neg(tf.sum(tf.mul(unit(target), unit(prediction)), -1));
  }
}
