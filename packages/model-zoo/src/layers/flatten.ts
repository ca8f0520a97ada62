/** Keras's Flatten: joins all axes but the first. */
import * as tf from "@tensorflow/tfjs";
import { KerasLayer, type LayerOptions, optionsOf, type Shape } from "./base/keras-layer";
import { type DataFormat, dataFormatOf } from "./base/window";

/** Options of {@link Flatten}. */
export interface FlattenOptions extends LayerOptions {
  /** With `"channelsFirst"` the channels are moved last before axes are joined. Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
}

/**
 * Joins all axes but the first into one: `[batch, ...sizes]` becomes `[batch, product of sizes]`, and `[batch]` becomes
 * `[batch, 1]`. Values, their order and their dtype stay. The caller owns the result.
 */
export class Flatten extends KerasLayer {
  static readonly className = "Flowers>Flatten";
  static readonly kerasModule = "keras.layers";
  readonly dataFormat: DataFormat;

  constructor(given: FlattenOptions = {}) {
    const { dataFormat, ...options } = optionsOf(given, "Flatten");
    super(options);
    this.dataFormat = dataFormatOf(dataFormat);
    this.inputSpec = [{ minNDim: 1 } as never];
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const [batch = 1, ...sizes] = input.shape;
    const first = this.dataFormat === "channelsFirst" && input.rank > 2;
    const axes = [0, ...sizes.slice(1).map((_, i) => i + 2), 1];
    const values = first ? tf.transpose(input, axes) : input;
    return tf.reshape(values, [batch, sizes.reduce((product, size) => product * size, 1)]);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, ...sizes] = inputShape as Shape;
    const known = sizes.every((size) => size !== null);
    return [batch, known ? sizes.reduce((product, size) => product * (size as number), 1) : null];
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { dataFormat: this.dataFormat };
  }
}

/** Makes a {@link Flatten} layer. */
export function flatten(options: FlattenOptions = {}): Flatten {
  return new Flatten(options);
}
