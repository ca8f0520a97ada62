/** Scales and shifts values: Keras's Rescaling. */
import * as tf from "@tensorflow/tfjs";
import { show } from "../base/arguments";
import { AugmentationError } from "../errors";
import { ImageLayer, type ImageLayerOptions } from "../base/image-layer";

/** Options of {@link Rescaling}. */
export interface RescalingOptions extends ImageLayerOptions {
  /** What values are multiplied by; one number, or one per channel. */
  readonly scale: number | readonly number[];
  /** What is added afterwards. Default 0. */
  readonly offset?: number | readonly number[];
}

function check(value: number | readonly number[], argument: string): number | number[] {
  const isNumber = (entry: unknown): boolean => typeof entry === "number" && Number.isFinite(entry);
  if (Array.isArray(value) ? value.length > 0 && value.every(isNumber) : isNumber(value)) {
    return typeof value === "number" ? value : [...value];
  }
  throw new AugmentationError(
    "invalid-argument",
    `The \`${argument}\` argument should be a number or a list of numbers. Received: ${argument}=${show(value)}`,
  );
}

/**
 * Computes `images * scale + offset`, in training and outside.
 *
 * Input and output: any shape, images or not; lists of numbers are for the last axis. uint8-like 0..255 becomes 0..1 with
 * `scale: 1 / 255`. Draws nothing. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` if scale or offset are not finite numbers
 */
export class Rescaling extends ImageLayer<null> {
  static readonly className = "Flowers>Rescaling"; // tfjs has a Rescaling of its own
  static readonly kerasModule = "keras.layers";
  readonly scale: number | number[];
  readonly offset: number | number[];

  constructor({ scale, offset = 0, ...options }: RescalingOptions) {
    super(options);
    this.scale = check(scale, "scale");
    this.offset = check(offset, "offset");
  }

  protected override get takesAnyRank(): boolean {
    return true;
  }

  protected override get actsOnlyInTraining(): boolean {
    return false;
  }

  override draw(): null {
    return null;
  }

  override computeOutputShape(
    inputShape: (number | null)[] | (number | null)[][],
  ): (number | null)[] {
    return [...inputShape] as (number | null)[];
  }

  override transformImages(images: tf.Tensor4D): tf.Tensor4D {
    for (const [argument, value] of Object.entries({ scale: this.scale, offset: this.offset })) {
      const last = images.shape.at(-1);
      if (Array.isArray(value) && value.length !== 1 && value.length !== last && last !== 1) {
        throw new AugmentationError(
          "invalid-input",
          `${this.name}: expected one \`${argument}\` for each of the last axis's ${last} values. Received: ${argument}=${show(value)}`,
        );
      }
    }
    const scaled = tf.mul<tf.Tensor4D>(images, this.scale);
    return this.offset === 0 ? scaled : tf.add(scaled, this.offset);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { scale: this.scale, offset: this.offset };
  }

  /** Keras's Rescaling, alone of the image layers, has no `data_format`, and refuses one that it finds in a file. */
  override getConfig(): tf.serialization.ConfigDict {
    const { dataFormat: _, ...config } = super.getConfig();
    return config;
  }
}

/** Makes a {@link Rescaling} layer. */
export function rescaling(options: RescalingOptions): Rescaling {
  return new Rescaling(options);
}
