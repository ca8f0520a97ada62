/** Blends chains of randomly chosen layers: Keras's AugMix. */
import * as tf from "@tensorflow/tfjs";
import { beta, gamma, globalRandom } from "@flowers/random";
import {
  resolveChoice,
  resolveFlag,
  resolveGivenFactor,
  resolveNumber,
  resolveSize,
  resolveValueRange,
  type Factor,
  type Range,
} from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { interpolations, type Interpolation } from "../geometry/types";
import { choiceOf, makeChoices, type Choice, type ChoiceName, type Step } from "./policy";

/** Options of {@link AugMix}. */
export interface AugMixOptions extends RandomLayerOptions {
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
  /** How many chains are blended. Default 3. */
  readonly numChains?: number;
  /** How many layers a chain may have. Default 3. */
  readonly chainDepth?: number;
  /** The strength in 0..1, given to every layer: a number f means the pair `[0, f]`. Default 0.3. */
  readonly factor?: Factor;
  /** The shape of the distributions of weights; above 0. Default 1. */
  readonly alpha?: number;
  /** Whether brightness, color degeneration, contrast and sharpness take part. Default true. */
  readonly allOps?: boolean;
  /** How the geometric layers read pixels. Default `"bilinear"`. */
  readonly interpolation?: Interpolation;
}

/** What {@link AugMix} draws for a batch. */
export interface Chains {
  /** One weight per chain; they sum to 1. */
  readonly weights: Float32Array;
  /** The share of the original images. */
  readonly original: number;
  readonly chains: readonly (readonly Step[])[];
}

const some = [
  "shear",
  "translation",
  "rotation",
  "posterization",
  "solarization",
  "autoContrast",
  "equalization",
] as const satisfies readonly ChoiceName[];
const colors = [
  "brightness",
  "colorDegeneration",
  "contrast",
  "sharpness",
] as const satisfies readonly ChoiceName[];

/** The order in which Keras makes the layers, which is the order of their seeds when none is given. */
const construction = [
  "shear",
  "translation",
  "rotation",
  "solarization",
  "posterization",
  "autoContrast",
  "equalization",
] as const satisfies readonly ChoiceName[];

/**
 * Blends the images with several chains of randomly chosen layers during training; identity otherwise.
 *
 * Draws: the chains' weights, Dirichlet(alpha); the share of the original, beta(alpha, alpha); then for every place of
 * every chain a layer or none, **chosen from Keras's global Python stream**, followed by that layer's own draws from this
 * layer's stream. The same `seed` therefore repeats a run only after `setRandomSeed` of `@flowers/random`, as in Keras.
 * Input and output: `[batch, height, width, 3]` or `[height, width, 3]`, clipped to `valueRange`. The caller owns the
 * result.
 *
 * @throws AugmentationError `invalid-argument` for a factor or number out of range, `unknown-choice` for an unknown
 * interpolation
 */
export class AugMix extends RandomLayer<Chains> {
  static readonly className = "AugMix";
  static readonly kerasModule = "keras.layers";
  readonly valueRange: Range;
  readonly numChains: number;
  readonly chainDepth: number;
  readonly factor: Range;
  readonly alpha: number;
  readonly allOps: boolean;
  readonly interpolation: Interpolation;
  readonly #choices: ReadonlyMap<ChoiceName, Choice>;

  constructor({
    valueRange = [0, 255],
    numChains = 3,
    chainDepth = 3,
    factor = 0.3,
    alpha = 1,
    allOps = true,
    interpolation = "bilinear",
    ...options
  }: AugMixOptions = {}) {
    super(options);
    this.valueRange = resolveValueRange(valueRange, { reversed: "refuse", divides: true });
    this.numChains = resolveSize(numChains, "numChains");
    this.chainDepth = resolveSize(chainDepth, "chainDepth", 0);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.alpha = resolveNumber(alpha, "alpha", { positive: true });
    this.allOps = resolveFlag(allOps, "allOps");
    this.interpolation = resolveChoice(interpolation, "interpolation", interpolations);
    this.#choices = makeChoices(allOps ? [...construction, ...colors] : construction, this);
  }

  override draw(shape: ImageShape, seeds: SeedSource): Chains {
    const { alpha } = this;
    const gammas = gamma(this.numChains, { seed: seeds.next(), alpha });
    const sum = gammas.reduce((total, value) => Math.fround(total + value), 0);
    const original = beta(1, { seed: seeds.next(), alpha, beta: alpha })[0] as number;
    const names: readonly (ChoiceName | null)[] = [...some, ...(this.allOps ? colors : []), null];
    const chains = Array.from({ length: this.numChains }, () => {
      const steps: Step[] = [];
      for (let place = 0; place < this.chainDepth; place++) {
        const name = globalRandom.python.choice(names);
        if (name !== null) steps.push(choiceOf(this.#choices, name).draw(shape, seeds));
      }
      return steps;
    });
    return { weights: gammas.map((value) => value / sum), original, chains };
  }

  #blend(
    images: tf.Tensor4D,
    { weights, original, chains }: Chains,
    kind: keyof Step,
  ): tf.Tensor4D {
    const mixed = chains.map((steps, chain) =>
      tf.mul(
        steps.reduce((current, step) => step[kind](current), images),
        weights[chain] as number,
      ),
    );
    return tf.add(tf.mul(images, original), tf.mul(tf.addN(mixed), 1 - original));
  }

  protected override get seesWholeBatch(): boolean {
    return true;
  }

  override transformImages(images: tf.Tensor4D, chains: Chains): tf.Tensor4D {
    return tf.clipByValue<tf.Tensor4D>(this.#blend(images, chains, "images"), ...this.valueRange);
  }

  override transformMasks(masks: tf.Tensor4D, chains: Chains): tf.Tensor4D {
    return this.#blend(masks, chains, "masks");
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      valueRange: [...this.valueRange],
      numChains: this.numChains,
      chainDepth: this.chainDepth,
      factor: [...this.factor],
      alpha: this.alpha,
      allOps: this.allOps,
      interpolation: this.interpolation,
      seed: this.seed,
    };
  }
}

/** Makes an {@link AugMix} layer. */
export function augMix(options: AugMixOptions = {}): AugMix {
  return new AugMix(options);
}
