/**
 * Keras 3's activation functions, element by element but for softmax and logSoftmax; each with its gradient. Formulas:
 * keras/src/activations/activations.py and keras/src/backend/tensorflow/nn.py.
 */
import * as tf from "@tensorflow/tfjs";

/** A function of a tensor that gives one of the same shape. It does not dispose its input; the caller owns its output. */
export type ActivationFunction = (x: tf.Tensor) => tf.Tensor;

/** Where values exceed a limit. To a gradient the mask is a constant; tfjs has no gradient for comparisons. */
export function above(x: tf.Tensor, limit: number): tf.Tensor {
  return tf.customGrad((value) => ({
    value: tf.greater(value as tf.Tensor, limit),
    gradFunc: () => tf.zerosLike(value as tf.Tensor),
  }))(x);
}

/** One value where `x` exceeds a limit, another elsewhere. NaN counts as elsewhere. */
const choose = (x: tf.Tensor, limit: number, yes: tf.Tensor, no: tf.Tensor): tf.Tensor =>
  tf.where(above(x, limit), yes, no);

const hardSigmoid = (x: tf.Tensor): tf.Tensor => tf.div(tf.relu6(tf.add(x, 3)), 6);
const softplus = (x: tf.Tensor): tf.Tensor => tf.softplus(x);
const silu = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.sigmoid(x));

/** By Keras's names, in camel case. */
export const activations = {
  /** `x` */
  linear: (x) => tf.clone(x),
  /** `max(x, 0)` */
  relu: (x) => tf.relu(x),
  /** `min(max(x, 0), 6)` */
  relu6: (x) => tf.relu6(x),
  /** `x` above 0, else `0.2 x` */
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  /** `x` above 0, else `exp(x) - 1` */
  elu: (x) => tf.elu(x),
  /** `elu` with alpha 1, which is what Keras's default is */
  celu: (x) => tf.elu(x),
  /** `1.0507 x` above 0, else `1.7581 (exp(x) - 1)` */
  selu: (x) => tf.selu(x),
  /** `x Phi(x)` with the exact normal distribution */
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  /** `x sigmoid(x)`, also called swish */
  silu,
  swish: silu,
  /** `x hardSigmoid(x)` */
  hardSilu: (x) => tf.mul(x, hardSigmoid(x)),
  hardSwish: (x) => tf.mul(x, hardSigmoid(x)),
  /** `x tanh(softplus(x))` */
  mish: (x) => tf.mul(x, tf.tanh(softplus(x))),
  /** `exp(x)` */
  exponential: (x) => tf.exp(x),
  /** `1 / (1 + exp(-x))` */
  sigmoid: (x) => tf.sigmoid(x),
  /** `relu6(x + 3) / 6`; tfjs's own is the older `0.2 x + 0.5` */
  hardSigmoid,
  /** 0 up to -1, `(x + 1) / 2` up to 1, then 1 */
  sparseSigmoid: (x) => tf.div(tf.add(tf.clipByValue(x, -1, 1), 1), 2),
  /** `-softplus(-x)` */
  logSigmoid: (x) => tf.neg(softplus(tf.neg(x))),
  /** `tanh(x)` */
  tanh: (x) => tf.tanh(x),
  /** `min(max(x, -1), 1)` */
  hardTanh: (x) => tf.clipByValue(x, -1, 1),
  /** `x - tanh(x)` */
  tanhShrink: (x) => tf.sub(x, tf.tanh(x)),
  /** `x` moved towards 0 by 0.5, 0 between -0.5 and 0.5 */
  softShrink: (x) => tf.sub(x, tf.clipByValue(x, -0.5, 0.5)),
  /** `x` outside -0.5 .. 0.5, else 0 */
  hardShrink: (x) => choose(x, 0.5, x, choose(tf.neg(x), 0.5, x, tf.mul(x, 0))),
  /** `log(exp(x) + 1)` */
  softplus,
  /** `x / (|x| + 1)` */
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  /** `(x + sqrt(x^2 + 4)) / 2` */
  squareplus: (x) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  /** 0 up to -1, `(x + 1)^2 / 4` up to 1, then `x` */
  sparsePlus: (x) => choose(x, 1, x, tf.div(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 4)),
  /** `exp(x)` divided by its sum over the last axis */
  softmax: (x) => tf.softmax(x),
  /** `x - log(sum(exp(x)))` over the last axis */
  logSoftmax: (x) => tf.logSoftmax(x),
} as const satisfies Readonly<Record<string, ActivationFunction>>;

export type ActivationName = keyof typeof activations;
