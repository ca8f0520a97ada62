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

/** Draws spans whose length is a share of `length`: one uniform per image for the start. */
export function drawSpans(shares: Float32Array, length: number, seeds: SeedSource): Spans {
  const lengths = shares.map((share) => share * length);
  const start = uniform(shares.length, { seed: seeds.next() }).map(
    (u, image) => u * f(length - lengths[image]!),
  );
  return { start, end: start.map((from, image) => from + lengths[image]!) };
}

function inside({ start, end }: Spans, length: number, flags?: readonly boolean[]): Uint8Array {
  const mask = new Uint8Array(start.length * length);
  for (let image = 0; image < start.length; image++) {
    if (flags && !flags[image]) continue;
    for (let i = 0; i < length; i++)
      mask[image * length + i] = Number(i >= start[image]! && i < end[image]!);
  }
  return mask;
}

/** The pixels inside the boxes as a bool tensor `[batch, height, width, 1]`; none in images whose flag is not set. */
export function boxMask(
  { x, y }: { readonly x: Spans; readonly y: Spans },
  height: number,
  width: number,
  flags?: readonly boolean[],
): tf.Tensor4D {
  const batch = x.start.length;
  const columns = tf.tensor4d(inside(x, width, flags), [batch, 1, width, 1], "bool");
  const rows = tf.tensor4d(inside(y, height), [batch, height, 1, 1], "bool");
  return tf.logicalAnd(rows, columns);
}
