/** Decodes and resizes image files straight into their places in a block of pixels. */
import type { ImageFailure, ImageSpec } from "../../../decode/load-pixels";
import { isLossless, resizeImage } from "../../../resize/resize-image";
import { roundToBytes } from "../../../resize/round-to-bytes";
import { decodeFor } from "./decode-file";
import { readWhole } from "./read-whole";

/** What became of the files; images that failed leave their places as they were. */
export interface DecodedInto {
  readonly failures: readonly ImageFailure[];
  /** Whether every pixel is a whole number, so that bytes hold them without loss. */
  readonly whole: boolean;
}

/** Values of one image. */
export function imageSize({ height, width, channels }: ImageSpec): number {
  return height * width * channels;
}

/** Whether images of this kind are made of bytes whatever their size: then `pixels` holds bytes. */
export function alwaysBytes({ pixels, interpolation }: ImageSpec): boolean {
  return pixels === "uint8" || interpolation === "nearest";
}

/** The image's pixels as float32, before they are rounded. */
let floats = new Float32Array(0);

/** Image `i` of `paths` goes to `[i * size, (i + 1) * size)` of `pixels`: bytes or float32, as {@link alwaysBytes} says. */
export async function decodeInto(
  paths: readonly string[],
  spec: ImageSpec,
  pixels: Uint8Array | Float32Array,
): Promise<DecodedInto> {
  const size = imageSize(spec);
  const failures: ImageFailure[] = [];
  let whole = true;
  for (const [index, path] of paths.entries()) {
    try {
      const image = await decodeFor(spec, readWhole(path));
      whole &&= isLossless(image, spec);
      if (pixels instanceof Float32Array) resizeImage(image, spec, pixels, index * size);
      else {
        if (floats.length !== size) floats = new Float32Array(size);
        resizeImage(image, spec, floats);
        roundToBytes(floats, pixels, index * size);
      }
    } catch (error) {
      failures.push({ index, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { failures, whole };
}
