/**
 * The fill modes (constant, reflect, wrap, nearest): where a coordinate outside an image is read, per axis of `size` pixels, on the float coordinate: the rule of
 * TensorFlow's ImageProjectiveTransformV3 (docs/keras-semantics.md, 4.2), in float32.
 */
import type { FillMode } from "./types";

const f = Math.fround;

function clamp(coordinate: number, size: number): number {
  return coordinate < 0 ? 0 : coordinate > size - 1 ? size - 1 : coordinate;
}

function reflect(coordinate: number, size: number): number {
  let c = coordinate;
  if (c < 0) {
    if (size <= 1) return 0;
    const period = 2 * size;
    if (c < period) c = f(f(period * Math.trunc(f(-c / period))) + c);
    c = c < -size ? f(c + period) : f(-c - 1);
  } else if (c > size - 1) {
    if (size <= 1) return 0;
    const period = 2 * size;
    c = f(c - f(period * Math.trunc(f(c / period))));
    if (c >= size) c = f(f(period - c) - 1);
  }
  return clamp(c, size);
}

function wrap(coordinate: number, size: number): number {
  let c = coordinate;
  if (c < 0) {
    if (size <= 1) return 0;
    c = f(c + f(size * (Math.trunc(f(-c / (size - 1))) + 1)));
  } else if (c > size - 1) {
    if (size <= 1) return 0;
    c = f(c - f(size * Math.trunc(f(c / (size - 1)))));
  }
  return clamp(c, size);
}

const constant = (coordinate: number): number => coordinate;

/** The rule of a fill mode: a function of a float32 coordinate and the number of pixels along its axis. */
export function coordinateRule(fillMode: FillMode): (coordinate: number, size: number) => number {
  switch (fillMode) {
    case "reflect":
      return reflect;
    case "wrap":
      return wrap;
    case "nearest":
      return clamp;
    case "constant":
      return constant;
    default:
      return fillMode satisfies never;
  }
}
