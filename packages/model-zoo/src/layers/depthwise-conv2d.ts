/** Keras's DepthwiseConv2D: filters that move over each channel of an image by itself. */
import * as tf from "@tensorflow/tfjs";
import type { ConstraintLike } from "../constraints/get-constraint";
import type { InitializerLike } from "../initializers/get-initializer";
import type { RegularizerLike } from "../regularizers/get-regularizer";
import { ConvolutionLayer, type ConvolutionOptions } from "./base/convolution-layer";
import { depthwise } from "./base/convolve";
import { optionsOf, positive } from "./base/keras-layer";
import { fusible } from "./base/weight-options";
import { channelsLast } from "./base/window";

/** Arguments about the kernel of each channel. */
export interface DepthwiseArguments {
  /** Filters of each channel. Default 1. */
  readonly depthMultiplier?: number;
  /** Default `"glorotUniform"`, its seed drawn from Keras's global Python stream when the layer is made. */
  readonly depthwiseInitializer?: InitializerLike | null;
  readonly depthwiseRegularizer?: RegularizerLike | null;
  readonly depthwiseConstraint?: ConstraintLike | null;
}

/** Options of {@link DepthwiseConv2D}. */
export interface DepthwiseConv2DOptions extends ConvolutionOptions, DepthwiseArguments {}

/**
 * A convolution of each channel by itself: `activation(depthwise convolution(x, kernel) + bias)`.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height, width, channels x depthMultiplier]`, float32: all results
 * of the first channel, then all of the second. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a count or size that is not a positive integer and for a window larger than the
 * image; `unknown-name` for an unknown activation and the like
 */
export class DepthwiseConv2D extends ConvolutionLayer {
  static readonly className = "Flowers>DepthwiseConv2D";
  static readonly kerasModule = "keras.layers";
  readonly depthMultiplier: number;

  constructor(given: DepthwiseConv2DOptions) {
    const { depthMultiplier = 1, ...options } = optionsOf(given, "DepthwiseConv2D");
    super(options, ["depthwise"]);
    this.depthMultiplier = positive(depthMultiplier, "depthMultiplier");
  }

  protected override kernelShapes(channels: number): { name: string; shape: number[] }[] {
    return [{ name: "kernel", shape: [...this.window.size, channels, this.depthMultiplier] }];
  }

  protected override outputChannels(channels: number | null): number | null {
    return channels === null ? null : channels * this.depthMultiplier;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    this.computeOutputShape(input.shape);
    const { strides, padding, dilation } = this.window;
    const fused = fusible(this.activation);
    const y = channelsLast(tf.cast(input, "float32"), this.dataFormat, (x) => {
      if (strides[0] === strides[1] && Math.max(...dilation) === 1) {
        return tf.fused.depthwiseConv2d({
          x,
          filter: this.kernel(),
          strides: strides[0],
          pad: padding,
          bias: this.bias as tf.Tensor1D,
          activation: fused ?? "linear",
        });
      }
      const sums = this.withBias(depthwise(x, this.kernel(), this.window));
      return (fused === null ? sums : this.activation.apply(sums)) as tf.Tensor4D;
    });
    return fused === null ? this.activation.apply(y) : y;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { depthMultiplier: this.depthMultiplier, ...this.convolutionConfig() };
  }
}

/**
 * Makes a {@link DepthwiseConv2D} layer.
 *
 * @example
 * depthwiseConv2d({ kernelSize: 3, padding: "same", useBias: false });
 */
export function depthwiseConv2d(options: DepthwiseConv2DOptions): DepthwiseConv2D {
  return new DepthwiseConv2D(options);
}
