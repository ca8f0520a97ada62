/** Small pictures for the grid of step 1. They also show whether a file can be read at all. */

/**
 * A small copy of an image file, no side above `longestSide` pixels.
 *
 * @throws when the browser cannot decode it
 */
export async function thumbnail(file: Blob, longestSide = 96): Promise<ImageBitmap> {
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(whole.width, whole.height));
  const small = await createImageBitmap(whole, {
    resizeWidth: Math.max(1, Math.round(whole.width * scale)),
    resizeHeight: Math.max(1, Math.round(whole.height * scale)),
    resizeQuality: "medium",
  });
  whole.close();
  return small;
}
