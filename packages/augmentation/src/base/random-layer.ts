/** A layer that draws: its seed and its stream of seed pairs. */
import { SeedGenerator } from "@flowers/random";
import { AugmentationError } from "../errors";
import { ImageLayer, type ImageLayerOptions, type SeedSource } from "./image-layer";

/** Options of every layer that draws. */
export interface RandomLayerOptions extends ImageLayerOptions {
  /** A whole number that fixes every draw; without one, a seed is drawn from Keras's global Python stream. */
  readonly seed?: number | null;
}

/**
 * The base of every layer that draws. Each call takes seed pairs from `seedGenerator` in Keras's order, so that the same
 * seed and the same sequence of calls give Keras's own draws.
 *
 * @typeParam Drawn - what one call draws
 */
export abstract class RandomLayer<Drawn> extends ImageLayer<Drawn> {
  /** The seed as given; null if none was. */
  readonly seed: number | null;
  /** The stream of this layer; its state can be read and set to resume a run. */
  readonly seedGenerator: SeedGenerator;

  constructor({ seed = null, ...options }: RandomLayerOptions = {}) {
    super(options);
    if (seed !== null && !Number.isInteger(seed)) {
      throw new AugmentationError(
        "invalid-argument",
        `Argument \`seed\` must be an integer. Received: seed=${seed}`,
      );
    }
    this.seed = seed;
    this.seedGenerator = new SeedGenerator(seed);
  }

  protected override get seedSource(): SeedSource {
    return this.seedGenerator;
  }
}
