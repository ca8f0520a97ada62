/** Conversion to float32 that is one on every backend. */
import * as tf from "@tensorflow/tfjs";

/**
 * Gives a tensor of any dtype as float32: **the tensor itself** if it is float32 already, else a new one. Within a tidy
 * that returns something else, no one need care which; tfjs's wasm backend would copy all pixels for a cast or a clone.
 *
 * tfjs's WebGPU cast hands on the buffer of whole numbers under another name, and some shaders then compute with whole
 * numbers; there an addition of zero makes real floats.
 */
export function asFloat<T extends tf.Tensor>(tensor: T): T {
  if (tensor.dtype === "float32") return tensor;
  const float = tf.cast(tensor, "float32");
  if (tf.getBackend() !== "webgpu") return float;
  const real = tf.add<T>(float, 0);
  float.dispose();
  return real;
}

/** Gives a tensor of any dtype as a new float32 tensor, owned by the caller. */
export function toFloat<T extends tf.Tensor>(tensor: T): T {
  return unlike(asFloat(tensor), tensor);
}

/** A tensor, or a clone of it if it is the `other` one: so that what is returned can be disposed by its new owner. */
export function unlike<T extends tf.Tensor>(tensor: T, other: tf.Tensor): T {
  return (tensor as tf.Tensor) === other ? tf.clone(tensor) : tensor;
}
