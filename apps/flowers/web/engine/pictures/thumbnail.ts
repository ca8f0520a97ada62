/** Small pictures for the grids of step 1. They also show whether a file can be read at all. */

/**
 * A small copy of an image file, or of a bitmap, which stays open; no side above `longestSide` pixels.
 *
 * @throws when the browser cannot decode it
 */
export async function thumbnail(
  picture: Blob | ImageBitmap,
  longestSide = 96,
): Promise<ImageBitmap> {
  if (!(picture instanceof Blob)) return shrunk(picture, longestSide);
  const whole = await createImageBitmap(picture);
  try {
    return await shrunk(whole, longestSide);
  } finally {
    whole.close();
  }
}

/** A copy of a bitmap none of whose sides is longer than `side` pixels; never larger than it is. */
export function shrunk(whole: ImageBitmap, side: number): Promise<ImageBitmap> {
  const scale = Math.min(1, side / Math.max(whole.width, whole.height));
  return createImageBitmap(whole, {
    resizeWidth: Math.max(1, Math.round(whole.width * scale)),
    resizeHeight: Math.max(1, Math.round(whole.height * scale)),
    resizeQuality: "medium",
  });
}

/** Whether an error says that the browser cannot make a picture of a file. */
export function isUndecodable(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === "InvalidStateError" || error.name === "EncodingError")
  );
}
