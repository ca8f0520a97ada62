/** A layer that moves pixels: it draws one projective matrix per image, and one resampling applies them. */
import type * as tf from "@tensorflow/tfjs";
import { projectiveTransform } from "../geometry/projective";
import {
  fillModes,
  interpolations,
  type FillMode,
  type Interpolation,
  type Sampling,
} from "../geometry/types";
import { resolveChoice, resolveNumber } from "./arguments";
import type { ImageShape, SeedSource } from "./image-layer";
import { RandomLayer, type RandomLayerOptions } from "./random-layer";

/** Options of every geometric layer. */
export interface GeometricLayerOptions extends RandomLayerOptions, Sampling {}

/**
 * The base of every layer that moves pixels. A subclass says how a matrix is drawn; the matrix maps an output pixel to
 * the input position it is read from, see `projectiveTransform`.
 */
export abstract class GeometricLayer extends RandomLayer<Float32Array> {
  readonly fillMode: FillMode;
  readonly interpolation: Interpolation;
  readonly fillValue: number;

  constructor({
    fillMode = "reflect",
    interpolation = "bilinear",
    fillValue = 0,
    ...options
  }: GeometricLayerOptions = {}) {
    super(options);
    this.fillMode = resolveChoice(fillMode, "fillMode", fillModes);
    this.interpolation = resolveChoice(interpolation, "interpolation", interpolations);
    this.fillValue = resolveNumber(fillValue, "fillValue");
  }

  /** Draws the matrices of a batch: 8 float32 numbers per image. */
  abstract override draw(shape: ImageShape, seeds: SeedSource): Float32Array;

  override transformImages(images: tf.Tensor4D, matrices: Float32Array): tf.Tensor4D {
    return projectiveTransform(images, matrices, this);
  }

  protected override drawnRows(matrices: Float32Array, start: number, count: number): Float32Array {
    return matrices.subarray(8 * start, 8 * (start + count));
  }

  override transformMasks(masks: tf.Tensor4D, matrices: Float32Array): tf.Tensor4D {
    const { fillMode, fillValue } = this;
    return projectiveTransform(masks, matrices, { fillMode, fillValue, interpolation: "nearest" });
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { fillMode, interpolation, fillValue, seed } = this;
    return { fillMode, interpolation, fillValue, seed };
  }
}
