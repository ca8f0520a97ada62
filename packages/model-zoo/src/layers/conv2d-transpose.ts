/** Keras's Conv2DTranspose: what a convolution does to gradients, as a layer that makes images larger. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { ConvolutionLayer, type ConvolutionOptions } from "./base/convolution-layer";
import { optionsOf, positive, type Shape } from "./base/keras-layer";
import type { KernelArguments } from "./base/weight-options";
import { channelsLast, type Pair } from "./base/window";

/** Options of {@link Conv2DTranspose}. A dilation above 1 needs strides of 1. */
export interface Conv2DTransposeOptions extends ConvolutionOptions, KernelArguments {
  /** Channels of the output. */
  readonly filters: number;
  /** Rows and columns added at the end, fewer than the strides. Default null: what fits the padding. */
  readonly outputPadding?: number | readonly [number, number] | null;
}

function outputPaddingOf(value: unknown, strides: Pair): Pair | null {
  if (value === null || value === undefined) return null;
  const both: unknown = typeof value === "number" ? [value, value] : value;
  const fits =
    Array.isArray(both) &&
    both.length === 2 &&
    both.every((each, i) => Number.isInteger(each) && each >= 0 && each < (strides[i] ?? 0));
  if (fits) return [both[0] as number, both[1] as number];
  throw new ModelZooError(
    "invalid-argument",
    "`outputPadding` must be a whole number from 0 and strictly less than `strides` for all dimensions. " +
      `Received: outputPadding=${JSON.stringify(value)}, strides=${JSON.stringify(strides)}`,
  );
}

/**
 * The transposed convolution: `activation(transposed convolution(x, kernel) + bias)`. Every pixel puts down the kernel times its
 * value, `strides` apart.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height x stride, width x stride, filters]` with padding `"same"`,
 * float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a count or size that is not a positive integer, for strides together with dilation,
 * and for an output padding that does not fit; `unknown-name` for an unknown activation and the like
 */
export class Conv2DTranspose extends ConvolutionLayer {
  static readonly className = "Flowers>Conv2DTranspose";
  static readonly kerasModule = "keras.layers";
  readonly filters: number;
  readonly outputPadding: Pair | null;

  constructor(given: Conv2DTransposeOptions) {
    const { filters, outputPadding, ...options } = optionsOf(given, "Conv2DTranspose");
    super(options, ["kernel"]);
    this.filters = positive(filters, "filters");
    this.refuseStridesWithDilation();
    this.outputPadding = outputPaddingOf(outputPadding, this.window.strides);
  }

  protected override kernelShapes(channels: number): { name: string; shape: number[] }[] {
    return [{ name: "kernel", shape: [...this.window.size, this.filters, channels] }];
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  /** keras/src/backend/common/backend_utils.py, `_get_output_shape_given_tf_padding`. */
  protected override outputSizeOf(size: Shape, inputShape: Shape): Shape {
    return size.map((length, i) => {
      if (length === null) return null;
      const axis = i as 0 | 1;
      const { strides, dilation, padding, size: kernel } = this.window;
      const stride = strides[axis];
      const reach = (kernel[axis] - 1) * dilation[axis] + 1;
      const extra = this.outputPadding?.[axis] ?? null;
      let out: number;
      if (padding === "valid")
        out = (length - 1) * stride + reach + (extra ?? Math.max(reach, stride) - reach);
      else out = extra === null ? length * stride : (length - 1) * stride + (reach % 2) + extra;
      const back = Math.ceil((padding === "valid" ? out - reach + 1 : out) / stride);
      if (back === length && out > 0) return out;
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: no convolution with these arguments makes ${length} of ${out} pixels. ` +
          `Received: inputs shape=${JSON.stringify(inputShape)}, kernelSize=${JSON.stringify(kernel)}, ` +
          `strides=${JSON.stringify(strides)}, outputPadding=${JSON.stringify(this.outputPadding)}`,
        { remedy: "Leave `outputPadding` out, or choose another one." },
      );
    });
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const { strides, padding, dilation } = this.window;
    const images = tf.cast(input, "float32");
    const y = channelsLast(images, this.dataFormat, (x) => {
      const [batch, height, width] = x.shape;
      const [down, across] = this.outputSizeOf([height, width], input.shape) as [number, number];
      const kernel = spread(this.kernel(), dilation);
      const shape: [number, number, number, number] = [batch, down, across, this.filters];
      return this.withBias(tf.conv2dTranspose(x, kernel, shape, [...strides], padding));
    });
    return this.activation.apply(y);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const outputPadding = this.outputPadding === null ? null : [...this.outputPadding];
    return { filters: this.filters, ...this.convolutionConfig(), outputPadding };
  }
}

/** A kernel with zeros between its pixels, so that its window reads every dilation-th one. */
function spread(kernel: tf.Tensor4D, [down, across]: Pair): tf.Tensor4D {
  if (down === 1 && across === 1) return kernel;
  const [height, width, filters, channels] = kernel.shape;
  const size = [(height - 1) * down + 1, (width - 1) * across + 1] as const;
  const apart = (values: tf.Tensor, outer: number, inner: number, by: number): tf.Tensor =>
    tf.pad(tf.reshape(values, [outer, 1, inner]), [
      [0, 0],
      [0, by - 1],
      [0, 0],
    ]);
  const rows = apart(kernel, height, width * filters * channels, down);
  const all = apart(rows, height * down * width, filters * channels, across);
  const whole = tf.reshape(all, [height * down, width * across, filters, channels]);
  return tf.slice(whole, [0, 0, 0, 0], [...size, filters, channels]) as tf.Tensor4D;
}

/**
 * Makes a {@link Conv2DTranspose} layer.
 *
 * @example
 * conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: "same" });
 */
export function conv2dTranspose(options: Conv2DTransposeOptions): Conv2DTranspose {
  return new Conv2DTranspose(options);
}
