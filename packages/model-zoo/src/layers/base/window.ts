/** Sizes, strides and paddings of windows that move over an image: arithmetic shared by convolution and pooling. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../../errors";
import { choice, type Shape } from "./keras-layer";

/** `[height, width]`. */
export type Pair = readonly [number, number];
export type Padding = "valid" | "same";
export type DataFormat = "channelsLast" | "channelsFirst";

/** A whole number from 1, or one for each of height and width. */
export function pair(value: unknown, argument: string): Pair {
  const values: unknown = typeof value === "number" ? [value, value] : value;
  const fits =
    Array.isArray(values) &&
    values.length === 2 &&
    values.every((each) => Number.isInteger(each) && each > 0);
  if (fits) return [values[0] as number, values[1] as number];
  throw new ModelZooError(
    "invalid-argument",
    `The \`${argument}\` argument must be a positive integer or a list of two. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

export const paddingOf = (value: unknown): Padding => choice(value, "padding", ["valid", "same"]);

export const dataFormatOf = (value: unknown): DataFormat =>
  choice(value ?? "channelsLast", "dataFormat", ["channelsLast", "channelsFirst"]);

/** How a window moves. */
export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
}

/** The output's length along one axis; null where the input's is unknown. */
function outputLength(
  length: number | null,
  { size, strides, padding, dilation }: Window,
  axis: 0 | 1,
): number | null {
  if (length === null) return null;
  const reach = (size[axis] - 1) * dilation[axis] + 1;
  const places = padding === "same" ? length : length - reach + 1;
  return Math.ceil(places / strides[axis]);
}

/**
 * The output's `[height, width]` for an image of a shape; `layer` and `window` are for the error's words.
 *
 * @throws ModelZooError `invalid-argument` if the window is larger than the image
 */
export function outputSize(
  [height = null, width = null]: Shape,
  window: Window,
  layer: { readonly name: string; readonly inputShape: Shape; readonly windowName: string },
): [number | null, number | null] {
  const out = [outputLength(height, window, 0), outputLength(width, window, 1)] as const;
  if (out.every((length) => length === null || length > 0)) return [...out];
  throw new ModelZooError(
    "invalid-argument",
    `${layer.name}: Computed output size would be zero or negative. Received: inputs shape=${JSON.stringify(layer.inputShape)}, ` +
      `${layer.windowName}=${JSON.stringify(window.size)}, dilationRate=${JSON.stringify(window.dilation)}.`,
    { remedy: 'Use a smaller window, larger images, or padding "same".' },
  );
}

/** A shape's `[height, width]` and channels, wherever the channels are. */
export function splitShape(
  shape: Shape,
  format: DataFormat,
): { size: Shape; channels: number | null } {
  const [, first = null, second = null, third = null] = shape;
  return format === "channelsLast"
    ? { size: [first, second], channels: third }
    : { size: [second, third], channels: first };
}

/** The shape of a batch of images. */
export const joinShape = (
  batch: number | null,
  size: Shape,
  channels: number | null,
  format: DataFormat,
): Shape => (format === "channelsLast" ? [batch, ...size, channels] : [batch, channels, ...size]);

/** Refuses what is not a batch of images. */
export function requireImages(shape: Shape, name: string): void {
  if (shape.length === 4) return;
  throw new ModelZooError(
    "invalid-argument",
    `${name}: expected images of rank 4, [batch, height, width, channels]. Received: inputs shape=${JSON.stringify(shape)}`,
  );
}

/** Runs `work` on channels-last images; others are turned before and after. */
export function channelsLast(
  images: tf.Tensor,
  format: DataFormat,
  work: (images: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor {
  if (format === "channelsLast") return work(images as tf.Tensor4D);
  return tf.transpose(work(tf.transpose(images as tf.Tensor4D, [0, 2, 3, 1])), [0, 3, 1, 2]);
}
