/** The base of layers that are something only in training, by a random tensor: dropout and noise. */
import type * as tf from "@tensorflow/tfjs";
import { clone, slice, tidy } from "@tensorflow/tfjs";
import {
  currentBatchRows,
  type DrawingLayer,
  type MaskSource,
  SeedGenerator,
} from "@flowers/random";
import { ModelZooError } from "../../errors";
import { KerasLayer, type PenalizedLayerOptions, type Shape } from "./keras-layer";

/** Options of every layer that draws. */
export interface RandomLayerOptions extends PenalizedLayerOptions {
  /** A whole number; without one, a seed is drawn from Keras's global Python stream when the layer is made. */
  readonly seed?: number | null;
}

/** Checks a share or a deviation, from 0 to 1. */
export function shareOf(value: number, argument: string): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value received for argument \`${argument}\`. Expected a float value between 0 and 1. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

/**
 * In training each call takes one seed pair from `seedGenerator`, so the same seed and the same sequence of calls give Keras's
 * numbers; the call argument `masks` gives the random tensor in place of drawing it. Identity otherwise.
 */
export abstract class RandomLayer extends KerasLayer implements DrawingLayer<tf.Tensor> {
  readonly seed: number | null;
  /** The stream of draws; null where the layer changes nothing, and Keras draws none. */
  readonly seedGenerator: SeedGenerator | null;

  /** @param active - whether the layer changes anything */
  constructor({ seed = null, ...options }: RandomLayerOptions, active: boolean) {
    super(options);
    this.seed = seed;
    this.seedGenerator = active ? new SeedGenerator(seed) : null;
    this.supportsMasking = true;
  }

  /** Applies what was drawn. Pure. */
  protected abstract applyDrawn(input: tf.Tensor, drawn: tf.Tensor): tf.Tensor;

  /** Draws the random tensor of the next training call for inputs of a shape. Takes one seed pair. The caller owns it. */
  abstract drawMask(inputShape: readonly number[]): tf.Tensor;

  protected override compute(
    input: tf.Tensor,
    { training, masks }: Record<string, unknown>,
  ): tf.Tensor {
    if (training !== true || !this.seedGenerator) return clone(input);
    const given = masks as MaskSource<tf.Tensor> | undefined;
    return this.applyDrawn(input, given?.next(this, input.shape) ?? this.#drawOwn(input.shape));
  }

  /** Where the inputs are some rows of a batch that several workers share: those rows of what is drawn for all of it. */
  #drawOwn(inputShape: readonly number[]): tf.Tensor {
    const rows = currentBatchRows();
    if (!rows) return this.drawMask(inputShape);
    const [count = 1, ...rest] = inputShape;
    return tidy(() => {
      const mask = this.drawMask([rows.of, ...rest]);
      return mask.rank === inputShape.length && mask.shape[0] === rows.of
        ? slice(mask, rows.count === 0 ? 0 : rows.start, count)
        : mask;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...(inputShape as Shape)];
  }
}
