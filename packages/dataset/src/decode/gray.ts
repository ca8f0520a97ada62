/** Colour to gray, for the formats that TensorFlow does not read: as Pillow converts, by the weights of JPEG's luma. */

/** One gray value for each pixel of `pixels`, which has 3 or 4 values per pixel; alpha does not count. */
export function toGray(pixels: Uint8Array | Uint8ClampedArray, channels: 3 | 4): Uint8Array {
  const gray = new Uint8Array(pixels.length / channels);
  for (let i = 0, at = 0; i < gray.length; i++, at += channels) {
    const r = pixels[at] as number;
    const g = pixels[at + 1] as number;
    const b = pixels[at + 2] as number;
    gray[i] = (19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16; // 0.299, 0.587, 0.114 in fixed point, rounded
  }
  return gray;
}
