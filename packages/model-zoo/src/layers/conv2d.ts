/** Keras's Conv2D: filters that move over images. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { ConvolutionLayer, type ConvolutionOptions } from "./base/convolution-layer";
import { dilated, grouped } from "./base/convolve";
import { optionsOf, positive, type Shape } from "./base/keras-layer";
import { fusible, type KernelArguments } from "./base/weight-options";
import { channelsLast, requireImages, splitShape } from "./base/window";

/** Options of {@link Conv2D}. A dilation above 1 needs strides of 1. */
export interface Conv2DOptions extends ConvolutionOptions, KernelArguments {
  /** Channels of the output. */
  readonly filters: number;
  /** Into how many groups channels and filters are divided, each convolved by itself. Default 1. */
  readonly groups?: number;
}

/**
 * A convolution over images: `activation(convolution(x, kernel) + bias)`.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height, width, filters]`, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a count or size that is not a positive integer, for a window larger than the
 * image, and for groups that divide neither channels nor filters; `unknown-name` for an unknown activation and the like
 */
export class Conv2D extends ConvolutionLayer {
  static readonly className = "Flowers>Conv2D";
  static readonly kerasModule = "keras.layers";
  readonly filters: number;
  readonly groups: number;

  constructor(given: Conv2DOptions) {
    const { filters, groups = 1, ...options } = optionsOf(given, "Conv2D");
    super(options, ["kernel"]);
    this.filters = positive(filters, "filters");
    this.groups = positive(groups, "groups");
    if (this.filters % this.groups !== 0) {
      throw new ModelZooError(
        "invalid-argument",
        `The number of filters must be evenly divisible by the number of groups. Received: groups=${groups}, filters=${filters}.`,
      );
    }
    this.refuseStridesWithDilation();
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const { channels } = splitShape(shape, this.dataFormat);
    if (channels === null || channels % this.groups !== 0) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: The number of input channels must be known and evenly divisible by the number of groups. ` +
          `Received: groups=${this.groups}, inputs shape=${JSON.stringify(shape)}.`,
      );
    }
    super.build(inputShape);
  }

  protected override kernelShapes(channels: number): { name: string; shape: number[] }[] {
    const { size } = this.window;
    return [{ name: "kernel", shape: [...size, channels / this.groups, this.filters] }];
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    this.computeOutputShape(input.shape);
    const kernel = this.kernel();
    const { strides, padding, dilation } = this.window;
    const fused = fusible(this.activation);
    const images = tf.cast(input, "float32");
    const y = channelsLast(images, this.dataFormat, (x) => {
      if (this.groups === 1 && Math.max(...dilation) === 1) {
        return tf.fused.conv2d({
          x,
          filter: kernel,
          strides: [...strides],
          pad: padding,
          bias: this.bias as tf.Tensor1D,
          activation: fused ?? "linear",
        });
      }
      const sums = grouped(x, kernel, this.groups, (share, part) =>
        dilated(share, this.window, (plain, pad) => tf.conv2d(plain, part, [...strides], pad)),
      );
      const biased = this.withBias(sums);
      return (fused === null ? biased : this.activation.apply(biased)) as tf.Tensor4D;
    });
    return fused === null ? this.activation.apply(y) : y;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { filters: this.filters, ...this.convolutionConfig(), groups: this.groups };
  }
}

/**
 * Makes a {@link Conv2D} layer.
 *
 * @example
 * conv2d({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" });
 */
export function conv2d(options: Conv2DOptions): Conv2D {
  return new Conv2D(options);
}
