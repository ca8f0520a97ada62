/** Tilts images at random: Keras's RandomPerspective. */
import type * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { AugmentationError } from "../errors";
import { resolveGivenFactor, type Factor, type Range } from "../base/arguments";
import { GeometricLayer, type GeometricLayerOptions } from "../base/geometric-layer";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { thresholdFlags } from "../color/per-image";
import { homography } from "../geometry/homography";
import { identityMatrix } from "../geometry/matrices";

/** Options of {@link RandomPerspective}. */
export interface RandomPerspectiveOptions extends Omit<GeometricLayerOptions, "fillMode"> {
  /** The probability in 0..1, itself drawn from 0..f, or from a pair; `[1, 1]` means always. Default 1. */
  readonly factor?: Factor;
  /** How far corners move, in 0..1: each coordinate by up to half of it, in proportion. Default 1. */
  readonly scale?: number;
}

/**
 * Looks at each image from a random angle during training; identity otherwise. Outside the image `fillValue` is read.
 *
 * Draws per image: a probability, uniform in `factor`; a threshold, the effect applying when it is lower; then 8 offsets,
 * uniform in `-scale/2 .. scale/2`. A corner moves by its coordinates times its offsets, so the upper left one stays.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range. Deterministic
 * for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor or scale out of range, `unknown-choice` for an unknown
 * interpolation
 */
export class RandomPerspective extends GeometricLayer {
  static readonly className = "RandomPerspective";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly scale: number;

  constructor({ factor = 1, scale = 1, ...options }: RandomPerspectiveOptions = {}) {
    super({ ...options, fillMode: "constant" });
    this.factor = resolveGivenFactor(factor, [0, 1]);
    if (typeof scale !== "number" || !(scale >= 0 && scale <= 1)) {
      throw new AugmentationError(
        "invalid-argument",
        `The \`scale\` argument should be a number in the range [0,1]. Received: scale=${scale}`,
      );
    }
    this.scale = scale;
  }

  override draw({ batch, height, width }: ImageShape, seeds: SeedSource): Float32Array {
    const [minval, maxval] = this.factor;
    const probabilities = uniform(batch, { seed: seeds.next(), minval, maxval });
    const flags = thresholdFlags(probabilities, uniform(batch, { seed: seeds.next() }));
    const half = 0.5 * this.scale;
    const offsets = uniform(batch * 8, { seed: seeds.next(), minval: -half, maxval: half });
    const right = width - 1;
    const bottom = height - 1;
    const start = Float32Array.of(0, 0, right, 0, 0, bottom, right, bottom);
    const matrices = new Float32Array(batch * 8);
    flags.forEach((flag, image) => {
      const end = start.map(
        (value, at) => value + Math.fround(value * (offsets[image * 8 + at] as number)),
      );
      matrices.set(flag ? homography(start, end) : identityMatrix, image * 8);
    });
    return matrices;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { interpolation, fillValue, seed } = this;
    return { factor: [...this.factor], scale: this.scale, interpolation, fillValue, seed };
  }
}

/** Makes a {@link RandomPerspective} layer. */
export function randomPerspective(options: RandomPerspectiveOptions = {}): RandomPerspective {
  return new RandomPerspective(options);
}
