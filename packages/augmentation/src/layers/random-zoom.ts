/** Zooms images at random: Keras's RandomZoom. */
import type * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveStrictFactor, type Factor, type StrictRule } from "../base/arguments";
import { GeometricLayer, type GeometricLayerOptions } from "../base/geometric-layer";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { zoomMatrices } from "../geometry/matrices";

/** Options of {@link RandomZoom}. */
export interface RandomZoomOptions extends GeometricLayerOptions {
  /** In (-1, 1]: a number f means -f..f, a pair is a range. Positive zooms **out**: 0.2 shows 120 % of the height. */
  readonly heightFactor: Factor;
  /** As `heightFactor`; without it the aspect ratio is kept, by the same draw. */
  readonly widthFactor?: Factor | null;
}

const rule: StrictRule = {
  allows: (value) => value > -1 && value <= 1,
  message:
    "The `heightFactor` and `widthFactor` arguments should be a number (or a list of two numbers) in the range (-1.0, 1.0]. ",
};

/**
 * Zooms each image about its centre during training; identity otherwise.
 *
 * Draws: the height zoom, uniform in `1 + heightFactor`; then, if `widthFactor` is given, the width zoom likewise.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range. Deterministic
 * for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `unknown-choice` for an unknown fill mode or
 * interpolation
 */
export class RandomZoom extends GeometricLayer {
  static readonly className = "RandomZoom";
  static readonly kerasModule = "keras.layers";
  readonly heightFactor: Factor;
  readonly widthFactor: Factor | null;

  constructor({ heightFactor, widthFactor = null, ...options }: RandomZoomOptions) {
    super(options);
    resolveStrictFactor(heightFactor, "heightFactor", rule);
    if (widthFactor !== null) resolveStrictFactor(widthFactor, "widthFactor", rule);
    this.heightFactor = heightFactor;
    this.widthFactor = widthFactor;
  }

  #zooms(factor: Factor, batch: number, seeds: SeedSource): Float32Array {
    const [low, high] = resolveStrictFactor(factor, "factor", rule);
    return uniform(batch, { seed: seeds.next(), minval: 1 + low, maxval: 1 + high });
  }

  override draw({ batch, height, width }: ImageShape, seeds: SeedSource): Float32Array {
    const heightZooms = this.#zooms(this.heightFactor, batch, seeds);
    const widthZooms =
      this.widthFactor === null ? heightZooms : this.#zooms(this.widthFactor, batch, seeds);
    return zoomMatrices(heightZooms, widthZooms, height, width);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      heightFactor: this.heightFactor as number | number[],
      widthFactor: this.widthFactor as number | number[] | null,
      ...super.ownConfig(),
    };
  }
}

/** Makes a {@link RandomZoom} layer. */
export function randomZoom(options: RandomZoomOptions): RandomZoom {
  return new RandomZoom(options);
}
