/**
 * Batch normalization along any axis, of any rank: tfjs's own layer takes the values of each channel from the last axis, whatever it was
 * told, and stops at rank 4. Formula: keras/src/layers/normalization/batch_normalization.py.
 */
import * as tf from "@tensorflow/tfjs";
import { numberAt } from "../config/json";
import { affine, axesOf, onlyAt, scaleAndShift, sizesAt } from "./formulas/normalization";
import { type OwnFormula, OwnLayer } from "./own-layer";

/** By its averages, as outside of training. */
const byAverages: OwnFormula = {
  weights: ([shape = []], config) => {
    const sizes = sizesAt(shape, axesOf(config["axis"], shape.length));
    return [
      ...scaleAndShift(sizes, config),
      { name: "moving_mean", shape: sizes, trainable: false },
      { name: "moving_variance", shape: sizes, trainable: false },
    ];
  },
  compute: ([input], weights, { config }) => {
    const x = input as tf.Tensor;
    const [mean, variance] = [weights["moving_mean"], weights["moving_variance"]];
    return normalize(x, mean as tf.Tensor, variance as tf.Tensor, weights, config);
  },
};

function normalize(
  x: tf.Tensor,
  mean: tf.Tensor,
  variance: tf.Tensor,
  weights: Readonly<Record<string, tf.Tensor>>,
  config: OwnLayer["keras"],
): tf.Tensor {
  const shape = onlyAt(x.shape, axesOf(config["axis"], x.rank));
  const rate = tf.rsqrt(tf.add(variance, numberAt(config, "epsilon", 1e-3)));
  const normal = tf.mul(tf.sub(x, tf.reshape(mean, shape)), tf.reshape(rate, shape));
  return affine(normal, weights, shape);
}

/** See the file's head. In training its averages move: `average = average momentum + value (1 - momentum)`. */
export class BatchNormalization extends OwnLayer {
  static readonly className = "KerasFormat>BatchNormalization";
  static readonly kerasModule = "keras.layers";

  protected override get formula(): OwnFormula {
    return byAverages;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    if (kwargs["training"] !== true || !this.trainable) return super.call(inputs, kwargs);
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
      const axes = axesOf(this.keras["axis"], x.rank);
      const { mean, variance } = tf.moments(
        x,
        x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis)),
      );
      this.#move("moving_mean", mean);
      this.#move("moving_variance", variance);
      return normalize(x, mean, variance, this.readWeights(), this.keras);
    });
  }

  #move(name: string, value: tf.Tensor): void {
    const average = this.variables[name];
    if (!average) return;
    const old = average.read();
    const share = 1 - numberAt(this.keras, "momentum", 0.99);
    average.write(tf.sub(old, tf.mul(tf.sub(old, value), share)));
  }
}

tf.serialization.registerClass(BatchNormalization as never);
