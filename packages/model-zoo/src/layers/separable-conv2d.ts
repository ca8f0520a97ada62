/** Keras's SeparableConv2D: filters over each channel by itself, then sums over the channels. */
import * as tf from "@tensorflow/tfjs";
import type { ConstraintLike } from "../constraints/get-constraint";
import type { InitializerLike } from "../initializers/get-initializer";
import type { RegularizerLike } from "../regularizers/get-regularizer";
import { ConvolutionLayer, type ConvolutionOptions } from "./base/convolution-layer";
import { depthwise } from "./base/convolve";
import { optionsOf, positive } from "./base/keras-layer";
import { channelsLast } from "./base/window";
import type { DepthwiseArguments } from "./depthwise-conv2d";

/** Options of {@link SeparableConv2D}. */
export interface SeparableConv2DOptions extends ConvolutionOptions, DepthwiseArguments {
  /** Channels of the output. */
  readonly filters: number;
  /** Default `"glorotUniform"`, its seed drawn from Keras's global Python stream after the depthwise one's. */
  readonly pointwiseInitializer?: InitializerLike | null;
  readonly pointwiseRegularizer?: RegularizerLike | null;
  readonly pointwiseConstraint?: ConstraintLike | null;
}

/**
 * `activation(convolution by single pixels(depthwise convolution(x)) + bias)`.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height, width, filters]`, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a count or size that is not a positive integer and for a window larger than the
 * image; `unknown-name` for an unknown activation and the like
 */
export class SeparableConv2D extends ConvolutionLayer {
  static readonly className = "Flowers>SeparableConv2D";
  static readonly kerasModule = "keras.layers";
  readonly filters: number;
  readonly depthMultiplier: number;

  constructor(given: SeparableConv2DOptions) {
    const { filters, depthMultiplier = 1, ...options } = optionsOf(given, "SeparableConv2D");
    super(options, ["depthwise", "pointwise"]);
    this.filters = positive(filters, "filters");
    this.depthMultiplier = positive(depthMultiplier, "depthMultiplier");
  }

  protected override kernelShapes(channels: number): { name: string; shape: number[] }[] {
    const { depthMultiplier: multiplier, filters, window } = this;
    return [
      { name: "depthwise_kernel", shape: [...window.size, channels, multiplier] },
      { name: "pointwise_kernel", shape: [1, 1, channels * multiplier, filters] },
    ];
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    this.computeOutputShape(input.shape);
    const images = tf.cast(input, "float32");
    const y = channelsLast(images, this.dataFormat, (x) => {
      const apart = depthwise(x, this.kernel(0), this.window);
      return this.withBias(tf.conv2d(apart, this.kernel(1), 1, "valid"));
    });
    return this.activation.apply(y);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { filters, depthMultiplier } = this;
    return { filters, depthMultiplier, ...this.convolutionConfig() };
  }
}

/**
 * Makes a {@link SeparableConv2D} layer.
 *
 * @example
 * separableConv2d({ filters: 32, kernelSize: 3, padding: "same" });
 */
export function separableConv2d(options: SeparableConv2DOptions): SeparableConv2D {
  return new SeparableConv2D(options);
}
