/** Normalization by channel, on rows of channels: `gamma (x - mean) / sqrt(variance + epsilon) + beta`. */
import * as tf from "@tensorflow/tfjs";

/** One value for each channel. */
export interface Moments {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

export interface ScaleAndOffset {
  readonly gamma: tf.Tensor1D | null;
  readonly beta: tf.Tensor1D | null;
  readonly epsilon: number;
}

/** Mean and variance of each column of `[rows, channels]`. */
export function channelMoments(rows: tf.Tensor2D): Moments {
  const [count] = rows.shape;
  const mean = tf.div<tf.Tensor1D>(tf.sum(rows, 0), count);
  const variance = tf.div<tf.Tensor1D>(tf.sum(tf.square(tf.sub(rows, mean)), 0), count);
  return { mean, variance };
}

/**
 * The same of the values for which `weights`, of the rows' shape, is 1 and not 0;
 * keras/src/layers/normalization/batch_normalization.py, `_moments`.
 */
export function maskedMoments(rows: tf.Tensor2D, weights: tf.Tensor): Moments {
  const kept = tf.cast(weights, "bool");
  const zeros = tf.zerosLike(rows);
  const count = tf.add(tf.sum(weights, 0), 1e-7);
  const mean = tf.div<tf.Tensor1D>(tf.sum(tf.where(kept, rows, zeros), 0), count);
  const apart = tf.where(kept, tf.sub(rows, mean), zeros);
  const variance = tf.div<tf.Tensor1D>(tf.sum(tf.square(apart), 0), count);
  return { mean, variance };
}

/** Normalizes by given moments. Differentiable in all of them. */
export function normalize(
  rows: tf.Tensor2D,
  { mean, variance }: Moments,
  { gamma, beta, epsilon }: ScaleAndOffset,
): tf.Tensor2D {
  if (tf.engine().state.gradientDepth === 0) {
    return tf.batchNorm2d(rows, mean, variance, beta ?? undefined, gamma ?? undefined, epsilon);
  }
  // tfjs's gradient of its own operation repeats every channel's values for each row.
  const rate = tf.rsqrt(tf.add(variance, epsilon));
  const factor = gamma ? tf.mul(rate, gamma) : rate;
  const shift = tf.neg(tf.mul(mean, factor));
  return tf.add(tf.mul(rows, factor), beta ? tf.add(beta, shift) : shift);
}

/**
 * Normalizes rows by their own moments. The gradient is that of the whole, moments included, in one formula (Ioffe and Szegedy
 * 2015, section 3), with `u = (x - mean) rate` and means over the rows:
 *
 *     dx = gamma rate (dy - mean(dy) - u mean(dy u)),  dgamma = sum(dy u),  dbeta = sum(dy)
 */
export function normalizeByBatch(
  rows: tf.Tensor2D,
  { mean, variance }: Moments,
  { gamma, beta, epsilon }: ScaleAndOffset,
): tf.Tensor2D {
  const [count, channels] = rows.shape;
  const apply = tf.customGrad((...args) => {
    const [x, scale, offset, save] = args as [
      ...[tf.Tensor2D, tf.Tensor1D, tf.Tensor1D],
      (tensors: tf.Tensor[]) => void,
    ];
    save([x, scale, mean, tf.rsqrt(tf.add(variance, epsilon))]);
    return {
      value: tf.batchNorm2d(x, mean, variance, offset, scale, epsilon),
      gradFunc: (dy, saved) => {
        const [x, scale, mean, rate] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const unit = tf.mul(tf.sub(x, mean), rate);
        const forOffset = tf.sum(dy, 0);
        const forScale = tf.sum(tf.mul(dy, unit), 0);
        const direct = tf.sub(dy, tf.div(forOffset, count));
        const own = tf.sub(direct, tf.mul(unit, tf.div(forScale, count)));
        return [tf.mul(own, tf.mul(scale, rate)), forScale, forOffset];
      },
    };
  });
  return apply(rows, gamma ?? tf.ones([channels]), beta ?? tf.zeros([channels])) as tf.Tensor2D;
}
