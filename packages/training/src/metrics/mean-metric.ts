/** Metrics that are the weighted mean of a value for each sample or entry. */
import * as tf from "@tensorflow/tfjs";
import { FunctionLoss } from "../losses/function-loss";
import { Loss } from "../losses/loss";
import { checkArgument, rule } from "../options";
import { alignWeights } from "./align-weights";
import { type Direction, Metric, ratio } from "./metric";

const aLoss = rule("a loss", (value) => value instanceof Loss);

/** A metric that is the weighted mean of one value for each sample (and time step, or entry). */
export abstract class MeanMetric extends Metric {
  static override readonly name: string = "MeanMetric";
  /** `[batch, ...]`, float32. */
  abstract values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;

  /** Which values weights count for; null when all. Only sample weights ask for it, as in Keras. */
  mask(_yTrue: tf.Tensor, _yPred: tf.Tensor): tf.Tensor | null {
    return null;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const values = tf.cast(this.values(yTrue, yPred), "float32");
    if (!weights) return tf.stack([tf.sum(values), tf.scalar(values.size)]) as tf.Tensor1D;
    const mask = this.mask(yTrue, yPred);
    const counted = mask ? tf.cast(mask, "float32") : tf.onesLike(values);
    const each = tf.mul(counted, alignWeights(weights, values.rank));
    return tf.stack([tf.sum(tf.mul(values, each)), tf.sum(each)]) as tf.Tensor1D;
  }

  override result([sum, count]: readonly number[]): number {
    return ratio(sum, count);
  }
}

/** A loss as a metric: its mean over samples. */
export class LossMetric extends MeanMetric {
  static override readonly name: string = "LossMetric";
  readonly className = "LossMetric";
  override readonly direction: Direction | null;
  readonly loss: Loss;

  /** @throws TrainingError `invalid-argument` for what is no loss */
  constructor(loss: Loss, name?: string) {
    checkArgument("LossMetric", "loss", loss, aLoss);
    super({ name: name ?? loss.name });
    this.loss = loss;
    this.direction = loss instanceof FunctionLoss ? null : "down";
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return this.loss.values(yTrue, yPred);
  }

  override mask(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor | null {
    return this.loss.mask(yTrue, yPred);
  }
}
