/** An image as the bytes of a PNG file: 8 bits a channel, the same bytes everywhere. */
import { encode } from "fast-png";
import { received } from "./check-options";
import { PlotError } from "./errors";

/** Pixels, row by row, channels together. */
export interface PlotImage {
  /**
   * 0..255, floats also 0..1 or -1..1; rounded and cut to the range, NaN is black. Length `width * height * channels`.
   */
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 red-green-blue, 4 with opacity. */
  readonly channels: number;
}

const channelCounts = [1, 3, 4];

/**
 * The bytes of a PNG file.
 *
 * @throws PlotError `invalid-image` for a wrong size, channel count or length; `name` says which image.
 */
export function encodePng(image: PlotImage, name = "image"): Uint8Array {
  checkImage(image, name);
  const { width, height, channels } = image;
  const bytes = Uint8ClampedArray.from(image.data);
  // A copy, since the encoder hands out a view of a larger buffer.
  return encode({ width, height, channels, data: bytes, depth: 8 }, { zlib: { level: 6 } }).slice();
}

/** Throws unless `image` is one that can be encoded. */
export function checkImage(image: PlotImage, name: string): void {
  const fail = (rule: string, shown: string): never => {
    throw new PlotError("invalid-image", `${name} must have ${rule}. Received: ${shown}`);
  };
  if (typeof image !== "object" || (image as unknown) === null) {
    throw new PlotError(
      "invalid-image",
      `${name} must be an object with data, width, height and channels. Received: ${received(image)}`,
    );
  }
  const { data, width, height, channels } = image;
  for (const [side, value] of Object.entries({ width, height })) {
    if (!Number.isInteger(value) || value < 1)
      fail(`a whole ${side} of at least 1`, `${side}=${received(value)}`);
  }
  if (!channelCounts.includes(channels))
    fail("1, 3 or 4 channels", `channels=${received(channels)}`);
  const isPixels = [Uint8Array, Uint8ClampedArray, Float32Array].some(
    (kind) => (data as unknown) instanceof kind,
  );
  if (!isPixels) fail("a Uint8Array, Uint8ClampedArray or Float32Array as data", received(data));
  const wanted = width * height * channels;
  if (data.length !== wanted) {
    fail(
      `width*height*channels=${wanted} values in data`,
      `${data.length} (width=${width}, height=${height}, channels=${channels})`,
    );
  }
}

/** `data:image/png;base64,...` of a PNG file. */
export function dataUri(png: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < png.length; at += 0x2000)
    binary += String.fromCharCode(...png.subarray(at, at + 0x2000));
  return `data:image/png;base64,${btoa(binary)}`;
}
