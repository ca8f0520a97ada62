/**
 * Keras 3's activation functions, element by element but for softmax and logSoftmax; each with its gradient. Formulas:
 * keras/src/activations/activations.py and keras/src/backend/tensorflow/nn.py.
 */
import * as tf from "@tensorflow/tfjs";

/** A function of a tensor that gives one of the same shape. It does not dispose its input; the caller owns its output. */
export type ActivationFunction = (x: tf.Tensor) => tf.Tensor;

type Comparison = (x: tf.Tensor, limit: number) => tf.Tensor;

/**
 * Where values compare so with a limit; NaN never does. To a gradient the mask is a constant: tfjs has no gradient for
 * comparisons.
 */
export function mask(compare: Comparison, x: tf.Tensor, limit: number): tf.Tensor {
  return tf.customGrad((value) => ({
    value: compare(value as tf.Tensor, limit),
    gradFunc: () => tf.zeros(x.shape),
  }))(x);
}

/** One value where `x` compares so with a limit, another elsewhere. */
const when = (
  compare: Comparison,
  x: tf.Tensor,
  limit: number,
  yes: tf.Tensor | number,
  no: tf.Tensor,
): tf.Tensor => tf.where(mask(compare, x, limit), yes, no);

/** `min(max(x, 0), 6)`, whose gradient is 0 at both ends as TensorFlow's; tfjs's own is 1 at 6. */
function relu6(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((value, save) => {
    const given = value as tf.Tensor;
    (save as (tensors: tf.Tensor[]) => void)([given]);
    return {
      value: tf.relu6(given),
      gradFunc: (dy, saved) => {
        const [at] = saved as [tf.Tensor];
        const between = tf.logicalAnd(tf.greater(at, 0), tf.less(at, 6));
        return tf.mul(dy, tf.cast(between, "float32"));
      },
    };
  })(x);
}

const hardSigmoid = (x: tf.Tensor): tf.Tensor => tf.div(relu6(tf.add(x, 3)), 6);
const hardSilu = (x: tf.Tensor): tf.Tensor => tf.mul(x, hardSigmoid(x));
// The constants of the SELU paper, in TensorFlow's precision.
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;
const softplus = (x: tf.Tensor): tf.Tensor => tf.softplus(x);
const silu = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.sigmoid(x));

/** By Keras's names, in camel case. */
export const activations = {
  /** `x` */
  linear: (x) => tf.clone(x),
  /** `max(x, 0)` */
  relu: (x) => tf.relu(x),
  /** `min(max(x, 0), 6)` */
  relu6,
  /** `x` above 0, else `0.2 x` */
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  /** `x` above 0, else `exp(x) - 1` */
  elu: (x) => tf.elu(x),
  /** `max(x, 0) + min(exp(x) - 1, 0)`: elu, but with Keras's slope of 2 at 0 */
  celu: (x) => tf.add(tf.maximum(x, 0), tf.minimum(tf.expm1(x), 0)),
  /** `1.0507 x` above 0, else `1.7581 (exp(x) - 1)` */
  selu: (x) =>
    when(tf.less, x, 0, tf.mul(tf.expm1(x), seluScale * seluAlpha), tf.mul(x, seluScale)),
  /** `x Phi(x)` with the exact normal distribution */
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  /** `x sigmoid(x)`, also called swish */
  silu,
  swish: silu,
  /** `x hardSigmoid(x)` */
  hardSilu,
  hardSwish: hardSilu,
  /** `x tanh(softplus(x))` */
  mish: (x) => tf.mul(x, tf.tanh(softplus(x))),
  /** `exp(x)` */
  exponential: (x) => tf.exp(x),
  /** `1 / (1 + exp(-x))` */
  sigmoid: (x) => tf.sigmoid(x),
  /** `relu6(x + 3) / 6`; tfjs's own is the older `0.2 x + 0.5` */
  hardSigmoid,
  /** 0 up to -1, `(x + 1) / 2` up to 1, then 1 */
  sparseSigmoid: (x) =>
    when(tf.lessEqual, x, -1, 0, when(tf.greaterEqual, x, 1, 1, tf.div(tf.add(x, 1), 2))),
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
  hardShrink: (x) => when(tf.lessEqual, tf.abs(x), 0.5, 0, x),
  /** `log(exp(x) + 1)` */
  softplus,
  /** `x / (|x| + 1)` */
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  /** `(x + sqrt(x^2 + 4)) / 2` */
  squareplus: (x) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  /** 0 up to -1, `(x + 1)^2 / 4` up to 1, then `x` */
  sparsePlus: (x) =>
    when(tf.lessEqual, x, -1, 0, when(tf.less, x, 1, tf.div(tf.square(tf.add(x, 1)), 4), x)),
  /** `exp(x)` divided by its sum over the last axis */
  softmax: (x) => tf.softmax(x),
  /** `x - log(sum(exp(x)))` over the last axis */
  logSoftmax: (x) => tf.logSoftmax(x),
} as const satisfies Readonly<Record<string, ActivationFunction>>;

/** A name of an activation function: Keras's, or the same in camel case. */
export type ActivationName = keyof typeof activations;
