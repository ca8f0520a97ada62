/** What the convolutions share: the window, the bias, the activation, and how their kernels are made. */
import * as tf from "@tensorflow/tfjs";
import { type Activation, activationName, getActivation } from "../../activations/get-activation";
import { ModelZooError } from "../../errors";
import { flag, KerasLayer, type PenalizedLayerOptions, type Shape } from "./keras-layer";
import {
  type ActivationOption,
  type BiasArguments,
  takeWeight,
  type WeightOptions,
} from "./weight-options";
import {
  type DataFormat,
  dataFormatOf,
  joinShape,
  outputSize,
  paddingOf,
  pair,
  requireImages,
  splitShape,
  type Window,
} from "./window";

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
  /** Distance of the pixels that the window reads. Default 1. */
  readonly dilationRate?: number | readonly [number, number];
}

/** What the arguments of a kernel are called: `kernelInitializer`, `depthwiseRegularizer` ... */
type Role = "kernel" | "depthwise" | "pointwise";

/** A kernel of a layer: what its arguments' names start with, its own name and its shape. */
interface KernelShape {
  readonly name: string;
  readonly shape: number[];
}

/** The base of the convolutions: `activation(sums + bias)`, where a layer says what is summed. */
export abstract class ConvolutionLayer extends KerasLayer {
  readonly useBias: boolean;
  readonly dataFormat: DataFormat;
  protected readonly window: Window;
  protected readonly activation: Activation;
  readonly #kernelOptions: readonly WeightOptions[];
  readonly #biasOptions: WeightOptions;
  #kernels: readonly tf.LayerVariable[] = [];
  #bias: tf.LayerVariable | null = null;

  /** @param roles - what the arguments of each kernel start with, in the order in which Keras draws their seeds */
  constructor(given: ConvolutionOptions, roles: readonly Role[]) {
    const {
      kernelSize,
      strides = 1,
      padding = "valid",
      dataFormat,
      dilationRate = 1,
      activation,
      useBias = true,
      ...others
    } = given;
    const options: Record<string, unknown> = { ...others };
    const kernels = roles.map((role) => takeWeight(role, options, "glorotUniform"));
    const bias = takeWeight("bias", options, "zeros");
    super(options);
    this.#kernelOptions = kernels;
    this.#biasOptions = bias;
    this.window = {
      size: pair(kernelSize, "kernelSize"),
      strides: pair(strides, "strides"),
      padding: paddingOf(padding),
      dilation: pair(dilationRate, "dilationRate"),
    };
    this.dataFormat = dataFormatOf(dataFormat);
    this.useBias = flag(useBias, "useBias");
    this.activation = getActivation(activation);
  }

  /** Refuses strides together with dilation, which the convolution of TensorFlow lacks. */
  protected refuseStridesWithDilation(): void {
    const { strides, dilation } = this.window;
    if (Math.max(...strides) === 1 || Math.max(...dilation) === 1) return;
    throw new ModelZooError(
      "invalid-argument",
      "`strides > 1` not supported in conjunction with `dilationRate > 1`. " +
        `Received: strides=${JSON.stringify(strides)} and dilationRate=${JSON.stringify(dilation)}`,
    );
  }

  /** The kernels for images of so many channels, in the order of the roles. */
  protected abstract kernelShapes(channels: number): readonly KernelShape[];

  /** Channels of the output for images of so many channels. */
  protected abstract outputChannels(channels: number | null): number | null;

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const { channels } = splitShape(shape, this.dataFormat);
    if (channels === null) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: The channel dimension of the inputs should be defined. Received: inputs shape=${JSON.stringify(shape)}.`,
      );
    }
    this.computeOutputShape(shape);
    const shapes = this.kernelShapes(channels);
    this.#kernels = this.#kernelOptions.map((options, i) => {
      const { name, shape: sizes } = shapes[i] as KernelShape;
      return options.addTo(this, sizes, name);
    });
    this.#bias = this.useBias
      ? this.#biasOptions.addTo(this, [this.outputChannels(channels) as number])
      : null;
    const axis = this.dataFormat === "channelsLast" ? 3 : 1;
    this.inputSpec = [{ ndim: 4, axes: { [axis]: channels } } as never];
    this.built = true;
  }

  /** A kernel's values, by its place among the roles. */
  protected kernel(place = 0): tf.Tensor4D {
    return this.#kernels[place]?.read() as tf.Tensor4D;
  }

  protected get bias(): tf.Tensor1D | null {
    return (this.#bias?.read() ?? null) as tf.Tensor1D | null;
  }

  /** Adds the bias to channels-last sums. */
  protected withBias(sums: tf.Tensor4D): tf.Tensor4D {
    return this.bias ? tf.add<tf.Tensor4D>(sums, this.bias) : sums;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const { size, channels } = splitShape(shape, this.dataFormat);
    const out = this.outputSizeOf(size, shape);
    return joinShape(shape[0] ?? null, out, this.outputChannels(channels), this.dataFormat);
  }

  /** The output's `[height, width]`. */
  protected outputSizeOf(size: Shape, inputShape: Shape): Shape {
    const { name } = this;
    return outputSize(size, this.window, { name, inputShape, windowName: "kernelSize" });
  }

  /** The arguments of this class, for `ownConfig`. */
  protected convolutionConfig(): tf.serialization.ConfigDict {
    const { size, strides, padding, dilation } = this.window;
    const kernels: tf.serialization.ConfigDict = {};
    for (const options of this.#kernelOptions) Object.assign(kernels, options.getConfig());
    return {
      kernelSize: [...size],
      strides: [...strides],
      padding,
      dataFormat: this.dataFormat,
      dilationRate: [...dilation],
      activation: activationName(this.activation, this.name),
      useBias: this.useBias,
      ...kernels,
      ...this.#biasOptions.getConfig(),
      activityRegularizer: this.savedActivityRegularizer,
    };
  }
}
