/** The names and the shared arithmetic of the eight resize methods. */

/** Every interpolation, in the order of Keras's own list. */
export const INTERPOLATIONS = [
  "bilinear",
  "nearest",
  "bicubic",
  "area",
  "lanczos3",
  "lanczos5",
  "gaussian",
  "mitchellcubic",
] as const;

/** How pixels are interpolated; TensorFlow's `half_pixel_centers`, without antialiasing. */
export type Interpolation = (typeof INTERPOLATIONS)[number];

/** A rectangle of an image: what is resized. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Where resized pixels go: row-major, from `offset`, rows `stride` values apart. */
export interface Target {
  readonly data: Float32Array;
  readonly offset: number;
  readonly stride: number;
  readonly height: number;
  readonly width: number;
}

/** `in / out` as TensorFlow computes it, in float32. */
export function axisScale(inSize: number, outSize: number): number {
  return Math.fround(Math.fround(inSize) / Math.fround(outSize));
}

/** The source coordinate of output index `i`, half-pixel centres, every step in float32. */
export function sourceCoordinate(i: number, scale: number): number {
  return Math.fround(Math.fround(Math.fround(i + 0.5) * scale) - 0.5);
}
