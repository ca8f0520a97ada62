/** Keras's Dropout, mask for mask. */
import * as tf from "@tensorflow/tfjs";
import { type DrawingLayer, dropoutMask, type MaskSource, SeedGenerator } from "@flowers/random";
import { ModelZooError } from "../errors";

/** Options of {@link Dropout}. */
export interface DropoutOptions {
  /** Share of values set to 0, from 0 to 1. */
  readonly rate: number;
  /** Shape of the mask, with null for a size of the input; sizes of 1 are broadcast. Default: the input's shape. */
  readonly noiseShape?: readonly (number | null)[] | null;
  /** A whole number; without one, a seed is drawn from Keras's global Python stream. */
  readonly seed?: number | null;
  readonly name?: string;
  readonly trainable?: boolean;
  readonly inputShape?: tf.Shape;
}

let unnamed = 0;

/** Keras's automatic names; tfjs would build one from the class name, whose `>` it then refuses. */
function nextName(): string {
  const name = unnamed === 0 ? "dropout" : `dropout_${unnamed}`;
  unnamed += 1;
  return name;
}

/**
 * Sets a share of values to 0 during training and divides the others by `1 - rate`; identity otherwise.
 *
 * Input and output: any shape, float32. Each training call takes one seed pair from `seedGenerator`, so the same seed and
 * the same sequence of calls give Keras's masks; the call argument `masks` gives the mask in place of drawing it. The
 * caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` if the rate is outside 0..1
 */
export class Dropout extends tf.layers.Layer implements DrawingLayer<tf.Tensor> {
  static readonly className = "Flowers>Dropout"; // tfjs has a Dropout of its own, with masks of its own
  readonly rate: number;
  readonly seed: number | null;
  readonly noiseShape: readonly (number | null)[] | null;
  /** The stream of masks; null at rate 0, where Keras draws none. */
  readonly seedGenerator: SeedGenerator | null;

  constructor({ rate, noiseShape = null, seed = null, ...options }: DropoutOptions) {
    super({ ...options, name: options.name ?? nextName() } as ConstructorParameters<
      typeof tf.layers.Layer
    >[0]);
    if (typeof rate !== "number" || !(rate >= 0 && rate <= 1)) {
      throw new ModelZooError(
        "invalid-argument",
        `Invalid value received for argument \`rate\`. Expected a float value between 0 and 1. Received: rate=${JSON.stringify(rate)}`,
      );
    }
    this.rate = rate;
    this.seed = seed;
    this.noiseShape = noiseShape;
    this.seedGenerator = rate > 0 ? new SeedGenerator(seed) : null;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!input)
      throw new ModelZooError(
        "invalid-argument",
        "Dropout: expected one input tensor; received none.",
      );
    if (kwargs["training"] !== true || !this.seedGenerator) return tf.tidy(() => tf.clone(input));
    const masks = kwargs["masks"] as MaskSource<tf.Tensor> | undefined;
    if (masks) return tf.mul(input, masks.next(this, input.shape));
    return tf.tidy(() => tf.mul(input, this.drawMask(input.shape)));
  }

  /**
   * Draws the mask of the next training call for inputs of the given shape: float32, 0 where a value is dropped, else
   * `1 / (1 - rate)`. Takes one seed pair. The caller owns the tensor.
   */
  drawMask(inputShape: readonly number[]): tf.Tensor {
    const shape = inputShape.map((size, axis) => this.noiseShape?.[axis] ?? size);
    const seed = this.seedGenerator?.next();
    if (!seed) return tf.ones(shape);
    if (this.rate === 1) return tf.zeros(shape);
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.tensor(dropoutMask(size, { seed, rate: this.rate }), shape, "float32");
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const noise = this.noiseShape === null ? null : [...this.noiseShape];
    return {
      ...super.getConfig(),
      rate: this.rate,
      seed: this.seed,
      noiseShape: noise as tf.serialization.ConfigDictValue,
    };
  }
}

tf.serialization.registerClass(Dropout);

/**
 * Makes a {@link Dropout} layer.
 *
 * @example
 * dropout({ rate: 0.2 });
 * dropout(0.2);
 */
export function dropout(options: number | DropoutOptions): Dropout {
  return new Dropout(typeof options === "number" ? { rate: options } : options);
}
