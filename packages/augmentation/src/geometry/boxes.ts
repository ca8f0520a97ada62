/** Random boxes inside images, as RandomErasing and CutMix draw them, in float32. */
import { uniform } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import type { SeedSource } from "../base/image-layer";

const f = Math.fround;

/** Where a box begins and ends along one axis, per image, in pixels; pixel i is inside if `start <= i < end`. */
export interface Spans {
  readonly start: Float32Array;
  readonly end: Float32Array;
}

/** One box per image. */
export interface Boxes {
  readonly x: Spans;
  readonly y: Spans;
  /** Which images have their box; all of them if left out. */
  readonly flags?: readonly boolean[];
}

/** Draws spans whose length is a share of `length`: one uniform per image for the start. */
export function drawSpans(shares: Float32Array, length: number, seeds: SeedSource): Spans {
  const lengths = shares.map((share) => share * length);
  const start = uniform(shares.length, { seed: seeds.next() }).map(
    (u, image) => u * f(length - (lengths[image] as number)),
  );
  return { start, end: start.map((from, image) => from + (lengths[image] as number)) };
}

/** The whole pixels of a span: from the first inside to the first after it. */
function pixels({ start, end }: Spans, image: number, length: number): readonly [number, number] {
  const clamp = (value: number): number => Math.min(length, Math.max(0, Math.ceil(value)));
  return [clamp(start[image] as number), clamp(end[image] as number)];
}

/**
 * Visits the boxes row by row: `visit` is told where the values of a row begin and end in the row-major values of
 * `[batch, height, width, channels]` images.
 */
export function visitRows(
  { x, y, flags }: Boxes,
  [batch, height, width, channels]: readonly [number, number, number, number],
  visit: (from: number, to: number) => void,
): void {
  for (let image = 0; image < batch; image++) {
    if (flags && !flags[image]) continue;
    const [left, right] = pixels(x, image, width);
    const [top, bottom] = pixels(y, image, height);
    if (left >= right) continue;
    for (let row = top; row < bottom; row++) {
      const at = (image * height + row) * width;
      visit((at + left) * channels, (at + right) * channels);
    }
  }
}

/**
 * The values inside the boxes as a bool tensor of the images' shape. It is written on the host, where boxes are a few
 * runs of values: broadcasting a smaller mask costs ten times as much on cpu and wasm.
 */
export function boxMask(
  boxes: Boxes,
  shape: readonly [number, number, number, number],
): tf.Tensor4D {
  const mask = new Uint8Array(tf.util.sizeFromShape([...shape]));
  visitRows(boxes, shape, (from, to) => mask.fill(1, from, to));
  return tf.tensor4d(mask, [...shape], "bool");
}
