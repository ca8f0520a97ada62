/** A cast of float32 to uint8, as TensorFlow on x86-64 does it to values outside of 0..255. */
import * as tf from "@tensorflow/tfjs";
import { toFloat } from "../base/to-float";
import { withGradient } from "../base/with-gradient";

/** TensorFlow casts so many values at once. */
const blockSize = 32;
const beyondInt32 = 2 ** 31;

/** Whole numbers, the ends of 0..255 where they are outside of it. */
const saturated = (whole: tf.Tensor1D): tf.Tensor1D => tf.clipByValue(whole, 0, 255);

/** The lowest byte. A division by a power of two rounds nothing. */
const lowestByte = (whole: tf.Tensor1D): tf.Tensor1D =>
  tf.sub(whole, tf.mul(tf.floor(tf.mul(whole, 1 / 256)), 256));

/** Values as bytes. */
function bytesOf(images: tf.Tensor4D): tf.Tensor4D {
  const flat = tf.reshape(images, [-1]) as tf.Tensor1D;
  const fits = tf.less(tf.abs(flat), beyondInt32);
  const whole = toFloat(tf.cast(tf.where(fits, flat, tf.zerosLike(flat)), "int32"));
  const end = flat.size % blockSize;
  const start = flat.size - end;
  if (end === 0) return tf.reshape(saturated(whole), images.shape);
  const last = lowestByte(tf.slice1d(whole, start, end));
  const bytes = start > 0 ? tf.concat1d([saturated(tf.slice1d(whole, 0, start)), last]) : last;
  return tf.reshape(bytes, images.shape);
}

/**
 * Casts values to 0..255, as float32: fractions are cut off, and NaN and what int32 has no room for become 0. Its gradient is 0.
 *
 * Other values outside of 0..255, which C++ leaves open, become what TensorFlow's processor instructions make of them.
 * It casts blocks of 32 values of the tensor, where they become 0 or 255, and what remains at the end one by one, where their
 * lowest byte is kept. (TensorFlow shares more than some hundred thousand values among threads, each with an end of its own;
 * that depends on the machine and is not followed.)
 */
export function toByte(images: tf.Tensor4D): tf.Tensor4D {
  return withGradient(images, bytesOf, tf.zerosLike);
}
