/** Conversion to float32 that is one on every backend. */
import * as tf from "@tensorflow/tfjs";

/**
 * Converts a tensor of any dtype to float32; a new tensor, owned by the caller.
 *
 * tfjs's WebGPU cast hands on the buffer of whole numbers under another name, and some shaders then compute with whole
 * numbers; there an addition of zero makes real floats.
 */
export function toFloat<T extends tf.Tensor>(tensor: T): T {
  const float = tf.cast(tensor, "float32");
  if (tensor.dtype === "float32" || tf.getBackend() !== "webgpu") return float;
  const real = tf.add<T>(float, 0);
  float.dispose();
  return real;
}
