/** Which values of an image are black and white, and images as bytes of 0..255. */
import type { PlotImage } from "./png";

/** The values of black and of white. */
export type ValueRange = readonly [number, number];

/**
 * The range of `images` taken together: bytes are 0..255. Floats of which none is beyond 2 in size are those of a
 * rescaled image, 0..1 or -1..1: as 0..255 they would all be black.
 */
export function guessValueRange(images: readonly PlotImage[]): ValueRange {
  let low = Infinity;
  let high = -Infinity;
  for (const { data } of images) {
    if (!(data instanceof Float32Array)) return [0, 255];
    for (const value of data) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  // Interpolation and noise overshoot a little; an image of -1..1 is as much below 0 as above.
  if (!(high > 0 && high <= 2 && low >= -2)) return [0, 255];
  return low < -0.25 ? [-1, 1] : [0, 1];
}

/** `image` with black at 0 and white at 255. */
export function toByteRange(image: PlotImage, [black, white]: ValueRange): PlotImage {
  if (black === 0 && white === 255) return image;
  const scale = 255 / (white - black);
  const isOpacity = (at: number): boolean => image.channels === 4 && at % 4 === 3;
  // Opacity has no sign: with values of -1..1 it is 0..1.
  const data = Float32Array.from(image.data, (value, at) =>
    isOpacity(at) && black < 0 ? value * (255 / white) : (value - black) * scale,
  );
  return { ...image, data };
}
