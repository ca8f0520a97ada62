/** Keras's Conv2D: filters that move over images. */
import * as tf from "@tensorflow/tfjs";
import { activationName, getActivation } from "../activations/get-activation";
import { ModelZooError } from "../errors";
import { dilated, grouped } from "./base/convolve";
import {
  flag,
  KerasLayer,
  optionsOf,
  type PenalizedLayerOptions,
  positive,
  type Shape,
} from "./base/keras-layer";
import {
  type ActivationOption,
  type BiasArguments,
  fusible,
  type KernelArguments,
  WeightOptions,
} from "./base/weight-options";
import {
  channelsLast,
  type DataFormat,
  dataFormatOf,
  joinShape,
  outputSize,
  paddingOf,
  pair,
  requireImages,
  splitShape,
  type Window,
} from "./base/window";

/** Options of a window that moves over images, for convolutions. */
export interface ConvolutionOptions extends PenalizedLayerOptions, ActivationOption, BiasArguments {
  /** Height and width of the window in pixels; one number for both. */
  readonly kernelSize: number | readonly [number, number];
  /** How far the window moves at a time. Default 1. */
  readonly strides?: number | readonly [number, number];
  /** `"same"` pads with zeros so that stride 1 keeps the size. Default `"valid"`: no padding. */
  readonly padding?: "valid" | "same";
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
  /** Distance of the pixels that the window reads. Default 1; others need stride 1. */
  readonly dilationRate?: number | readonly [number, number];
}

/** Options of {@link Conv2D}. */
export interface Conv2DOptions extends ConvolutionOptions, KernelArguments {
  /** Channels of the output. */
  readonly filters: number;
  /** Into how many groups channels and filters are divided, each convolved by itself. Default 1. */
  readonly groups?: number;
}

/** Checks the window of a convolution. */
export function convolutionWindow({
  kernelSize,
  strides = 1,
  padding = "valid",
  dilationRate = 1,
}: ConvolutionOptions): Window {
  const window = {
    size: pair(kernelSize, "kernelSize"),
    strides: pair(strides, "strides"),
    padding: paddingOf(padding),
    dilation: pair(dilationRate, "dilationRate"),
  };
  if (Math.max(...window.strides) > 1 && Math.max(...window.dilation) > 1) {
    throw new ModelZooError(
      "invalid-argument",
      "`strides > 1` not supported in conjunction with `dilationRate > 1`. " +
        `Received: strides=${JSON.stringify(strides)} and dilationRate=${JSON.stringify(dilationRate)}`,
    );
  }
  return window;
}

/**
 * A convolution over images: `activation(convolution(x, kernel) + bias)`.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height, width, filters]`, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a count or size that is not a positive integer, for a window larger than the
 * image, and for groups that divide neither channels nor filters; `unknown-name` for an unknown activation and the like
 */
export class Conv2D extends KerasLayer {
  static readonly className = "Flowers>Conv2D";
  static readonly kerasModule = "keras.layers";
  readonly filters: number;
  readonly groups: number;
  readonly useBias: boolean;
  readonly dataFormat: DataFormat;
  readonly #window: Window;
  readonly #activation: ReturnType<typeof getActivation>;
  readonly #kernelOptions: WeightOptions;
  readonly #biasOptions: WeightOptions;
  #kernel: tf.LayerVariable | null = null;
  #bias: tf.LayerVariable | null = null;

  constructor(given: Conv2DOptions) {
    const {
      filters,
      kernelSize,
      strides,
      padding,
      dataFormat,
      dilationRate,
      groups = 1,
      activation,
      useBias = true,
      kernelInitializer,
      kernelRegularizer,
      kernelConstraint,
      biasInitializer,
      biasRegularizer,
      biasConstraint,
      ...options
    } = optionsOf(given, "Conv2D");
    super(options);
    this.filters = positive(filters, "filters");
    this.groups = positive(groups, "groups");
    if (this.filters % this.groups !== 0) {
      throw new ModelZooError(
        "invalid-argument",
        `The number of filters must be evenly divisible by the number of groups. Received: groups=${groups}, filters=${filters}.`,
      );
    }
    this.#window = convolutionWindow({ kernelSize, strides, padding, dilationRate });
    this.dataFormat = dataFormatOf(dataFormat);
    this.useBias = flag(useBias, "useBias");
    this.#activation = getActivation(activation);
    this.#kernelOptions = new WeightOptions("kernel", {
      initializer: kernelInitializer ?? "glorotUniform",
      regularizer: kernelRegularizer,
      constraint: kernelConstraint,
    });
    this.#biasOptions = new WeightOptions("bias", {
      initializer: biasInitializer ?? "zeros",
      regularizer: biasRegularizer,
      constraint: biasConstraint,
    });
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
    this.computeOutputShape(shape);
    const { size } = this.#window;
    this.#kernel = this.#kernelOptions.addTo(this, [...size, channels / this.groups, this.filters]);
    this.#bias = this.useBias ? this.#biasOptions.addTo(this, [this.filters]) : null;
    const axis = this.dataFormat === "channelsLast" ? 3 : 1;
    this.inputSpec = [{ ndim: 4, axes: { [axis]: channels } } as never];
    this.built = true;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    this.computeOutputShape(input.shape);
    const kernel = this.#kernel?.read() as tf.Tensor4D;
    const bias = this.#bias?.read() as tf.Tensor1D | undefined;
    const { strides, padding, dilation } = this.#window;
    const fused = fusible(this.#activation);
    const images = tf.cast(input, "float32");
    const y = channelsLast(images, this.dataFormat, (x) => {
      if (this.groups === 1 && Math.max(...dilation) === 1) {
        return tf.fused.conv2d({
          x,
          filter: kernel,
          strides: [...strides],
          pad: padding,
          bias: bias as tf.Tensor1D,
          activation: fused ?? "linear",
        });
      }
      const sums = grouped(x, kernel, this.groups, (share, part) =>
        dilated(share, this.#window, (plain, pad) => tf.conv2d(plain, part, [...strides], pad)),
      );
      const biased = bias ? tf.add<tf.Tensor4D>(sums, bias) : sums;
      return (fused === null ? biased : this.#activation.apply(biased)) as tf.Tensor4D;
    });
    return fused === null ? this.#activation.apply(y) : y;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const size = outputSize(splitShape(shape, this.dataFormat).size, this.#window, {
      name: this.name,
      inputShape: shape,
      windowName: "kernelSize",
    });
    return joinShape(shape[0] ?? null, size, this.filters, this.dataFormat);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { size, strides, padding, dilation } = this.#window;
    return {
      filters: this.filters,
      kernelSize: [...size],
      strides: [...strides],
      padding,
      dataFormat: this.dataFormat,
      dilationRate: [...dilation],
      groups: this.groups,
      activation: activationName(this.#activation, this.name),
      useBias: this.useBias,
      ...this.#kernelOptions.getConfig(),
      ...this.#biasOptions.getConfig(),
      activityRegularizer: this.savedActivityRegularizer,
    };
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
