/**
 * Batch normalization in training where tfjs's own layer does otherwise than Keras's: frozen layers, and layers without
 * scale or center.
 */
import * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** A variable of a layer, as tfjs wraps it. */
interface LayerVariable {
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

/** What tfjs's batch normalization is made of. */
interface BatchNormalization extends Layer {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma?: LayerVariable;
  readonly beta?: LayerVariable;
  readonly movingMean: LayerVariable;
  readonly movingVariance: LayerVariable;
}

/** Those of `@flowers/model-zoo` and `@flowers/keras-format`. */
const ofOurs = ["Flowers>BatchNormalization", "KerasFormat>BatchNormalization"];

/** Whether a layer is batch normalization, tfjs's or one of ours. */
export function isBatchNormalization(layer: Layer): boolean {
  return isTfjsBatchNormalization(layer) || ofOurs.includes(layer.getClassName());
}

/** Whether it is tfjs's own. */
export function isTfjsBatchNormalization(layer: Layer): layer is BatchNormalization {
  return layer.getClassName() === "BatchNormalization" && "movingMean" in layer;
}

/** Whether tfjs's own layer fails in training, for it reads a gamma or beta that is not there. */
export function lacksWeights(layer: BatchNormalization): boolean {
  return !layer.gamma || !layer.beta;
}

/**
 * `y = gamma (x - mean) / sqrt(variance + epsilon) + beta` with the batch's mean and variance over all axes but `axis`; the
 * layer's averages move towards them: `average = average momentum + value (1 - momentum)`. Differentiable.
 */
export function normalizeByBatch(layer: BatchNormalization, x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const axis = layer.axis < 0 ? layer.axis + x.rank : layer.axis;
    const others = x.shape.flatMap((_, i) => (i === axis ? [] : [i]));
    const { mean, variance } = tf.moments(x, others);
    const averages = [
      [layer.movingMean, mean],
      [layer.movingVariance, variance],
    ] as const;
    for (const [average, value] of averages) {
      const old = average.read();
      average.write(tf.sub(old, tf.mul(tf.sub(old, value), 1 - layer.momentum)));
    }
    const broadcast = x.shape.map((size, i) => (i === axis ? size : 1));
    const along = (values: tf.Tensor): tf.Tensor => tf.reshape(values, broadcast);
    const rate = tf.rsqrt(tf.add(variance, layer.epsilon));
    const scale = layer.gamma ? tf.mul(rate, layer.gamma.read()) : rate;
    const scaled = tf.mul(tf.sub(x, along(mean)), along(scale));
    return layer.beta ? tf.add(scaled, along(layer.beta.read())) : scaled;
  });
}
