/** Hashes of images by their pixels: SHA-256, as the platform computes it. */
import type * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";

/** 32 bytes. */
export type PixelHash = Uint8Array;

/**
 * SHA-256 of some bytes.
 *
 * @throws TrainingError `invalid-argument` on a page that is neither on https nor on localhost
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto };
  if (!subtle)
    throw new TrainingError(
      "invalid-argument",
      "extractFeatures: cache needs the browser's SHA-256, which a page has on https or localhost only.",
      { remedy: "Open the page on https or localhost, or leave out cache." },
    );
  return new Uint8Array(await subtle.digest("SHA-256", bytes));
}

/** One hash for each image of a batch, of the values' bytes in memory. */
export async function pixelHashes(images: tf.Tensor): Promise<PixelHash[]> {
  const values = await images.data();
  const count = images.shape[0] ?? 0;
  const size = count === 0 ? 0 : values.length / count;
  const one = (i: number): Promise<PixelHash> => {
    const part = values.slice(i * size, (i + 1) * size);
    return sha256(new Uint8Array(part.buffer));
  };
  return Promise.all(Array.from({ length: count }, (_, i) => one(i)));
}
