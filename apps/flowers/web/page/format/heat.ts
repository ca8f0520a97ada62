/** The colours of heat: from nothing over dark violet and orange to pale yellow, ever lighter, so that it reads without colour, too. */

/** Colours at equal steps from 0 to 1: red, green, blue, and how much of the photo they cover, each 0 to 255. */
const steps: readonly (readonly [number, number, number, number])[] = [
  [20, 11, 52, 150],
  [90, 24, 110, 160],
  [165, 44, 96, 170],
  [229, 92, 48, 180],
  [251, 165, 40, 190],
  [252, 240, 150, 200],
];

/** Red, green, blue and alpha of each value, 0 to 1, between the two nearest steps. */
export function heatPixels(values: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (const [i, value] of values.entries()) {
    const place = Math.max(0, Math.min(1, value)) * (steps.length - 1);
    const below = Math.min(steps.length - 2, Math.floor(place));
    for (let c = 0; c < 4; c++) {
      const [low, high] = [steps[below]?.[c] ?? 0, steps[below + 1]?.[c] ?? 0];
      pixels[4 * i + c] = low + (place - below) * (high - low);
    }
  }
  return pixels;
}
