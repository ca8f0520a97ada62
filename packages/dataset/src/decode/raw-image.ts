/** Decoded pixels, before resizing. */

/** Row-major `[height, width, channels]` bytes, 0..255. */
export interface RawImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Channels of the decoded image: grayscale, RGB or RGBA. */
export type Channels = 1 | 3 | 4;

/**
 * Most pixels that one image may have: 2^28, which is about what sharp allows (16,383 squared).
 * A crafted header of a few bytes can otherwise ask for gigabytes.
 */
export const maxPixels = 2 ** 28;

/** Thrown by decoders; the loader adds the file's name. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

/** Checks a header's size against {@link maxPixels}. */
export function checkSize(format: string, width: number, height: number): void {
  if (width < 1 || height < 1) {
    throw new DecodeError(`invalid ${format} data: size ${width}x${height}`);
  }
  if (width * height > maxPixels) {
    throw new DecodeError(
      `${format} of ${width}x${height} has more than ${maxPixels} pixels, the most that is decoded`,
    );
  }
}
