/** tfjs's own Dense, Conv2D, MaxPooling2D and Flatten, with Keras's defaults and Keras's initial weights. */
import * as tf from "@tensorflow/tfjs";
import { getInitializer, type InitializerLike } from "../initializers/get-initializer";

type DenseArgs = Parameters<typeof tf.layers.dense>[0];
type Conv2DArgs = Parameters<typeof tf.layers.conv2d>[0];
type Layer = tf.layers.Layer;

interface Initializers {
  /** Default `"glorotUniform"`, its seed drawn from Keras's global Python stream when the layer is made. */
  readonly kernelInitializer?: InitializerLike;
  /** Default `"zeros"`. */
  readonly biasInitializer?: InitializerLike;
}

/** Options of {@link dense}: tfjs's, with initializers by name or object. */
export type DenseOptions = Omit<DenseArgs, keyof Initializers> & Initializers;
/** Options of {@link conv2d}: tfjs's, with initializers by name or object. */
export type Conv2DOptions = Omit<Conv2DArgs, keyof Initializers> & Initializers;

function initialized<T extends Initializers>(
  options: T,
): T & {
  kernelInitializer: ReturnType<typeof getInitializer>;
  biasInitializer: ReturnType<typeof getInitializer>;
} {
  return {
    ...options,
    // The kernel's first: Keras draws its seed before the bias's.
    kernelInitializer: getInitializer(options.kernelInitializer ?? "glorotUniform"),
    biasInitializer: getInitializer(options.biasInitializer ?? "zeros"),
  };
}

/**
 * A densely connected layer: `activation(x kernel + bias)`.
 * Input `[batch, ..., inputs]`, output `[batch, ..., units]`, float32.
 *
 * @example
 * dense({ units: 128, activation: "relu" });
 */
export function dense(options: DenseOptions): Layer {
  return tf.layers.dense(initialized(options));
}

/**
 * A convolution over `[batch, height, width, channels]`. Padding `"valid"`, stride 1 and a bias by default.
 *
 * @example
 * conv2d({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" });
 */
export function conv2d(options: Conv2DOptions): Layer {
  return tf.layers.conv2d(initialized(options));
}

/** The largest value of each window, 2 by 2 and not overlapping by default. */
export function maxPooling2d(options: Parameters<typeof tf.layers.maxPooling2d>[0] = {}): Layer {
  return tf.layers.maxPooling2d(options);
}

/** Joins all axes but the first into one. */
export function flatten(options: Parameters<typeof tf.layers.flatten>[0] = {}): Layer {
  return tf.layers.flatten(options);
}
