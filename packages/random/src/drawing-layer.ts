/** What a layer with a random mask has in common with whoever runs it, so that neither needs to import the other. */
import type { SeedGenerator } from "./seed-generator";

/**
 * A layer that draws a mask on the host in each training call and applies it by a pure function, such as dropout. A mask
 * may be drawn ahead with {@link drawMask} and handed to the call, in its argument `masks`.
 *
 * @typeParam Mask what is drawn; for a layer of TensorFlow.js, a tensor
 */
export interface DrawingLayer<Mask> {
  /** The stream that masks are drawn from; null where the layer draws none. */
  readonly seedGenerator: SeedGenerator | null;
  /** Draws the mask of the next training call for inputs of a shape. The caller owns it. */
  drawMask(inputShape: readonly number[]): Mask;
}

/**
 * The call argument `rows` of layers that draw, as in `layer.apply(x, { training: true, rows })`: the samples given are rows
 * `start` to `start + count` of a batch of `of`. A layer draws for the whole batch and takes its own rows of it, so that several
 * workers that share a batch get what one with all of it would. Where `count` is 0, one row is given that does not count.
 */
export interface BatchRows {
  readonly start: number;
  readonly count: number;
  readonly of: number;
}

/**
 * Where a training call takes its masks from in place of drawing them: the call argument `masks`, as in
 * `layer.apply(x, { training: true, masks })`. A layer asks once in each call. The masks stay their owner's.
 */
export interface MaskSource<Mask> {
  next(layer: DrawingLayer<Mask>, inputShape: readonly number[]): Mask;
}
