/** The photo of the tutorial's last step: the user's own, or one that no model was trained on. */
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { getFile, loadImage } from "@flowers/dataset";
import type { PlotImage } from "@flowers/plot";
import { isUrl, userPath } from "../paths";
import { UserError } from "../user-error";
import type { Pictures } from "./locate";

export interface NewPhoto {
  readonly name: string;
  readonly pixels: PlotImage;
}

/**
 * Loads the new photo at the model's size.
 *
 * @param image what `--image` named: a file or an address; undefined picks one held back from training
 * @param heldBack files of the validation half
 * @throws UserError when there is no such file, the download fails, or it is not an image
 */
export async function loadNewPhoto(
  image: string | undefined,
  imageSize: [height: number, width: number],
  {
    pictures,
    heldBack = [],
    signal,
  }: { pictures?: Pictures; heldBack?: readonly string[]; signal?: AbortSignal } = {},
): Promise<NewPhoto> {
  const path = await newPhotoPath(image, pictures?.newPicture ?? heldBack[0], signal);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    throw new UserError(
      `--image: expected an image file; "${path}" ${found ? "is not a file" : "does not exist"}.`,
    );
  }
  const loaded = await loadImage(path, { targetSize: imageSize });
  return { name: basename(path), pixels: loaded };
}

async function newPhotoPath(
  image: string | undefined,
  fallback: string | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (image === undefined) {
    if (fallback === undefined)
      throw new UserError("--image: name a photo; no picture was held back from training.");
    return fallback;
  }
  if (!isUrl(image)) return userPath(image);
  try {
    return await getFile(image, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new UserError(`--image: ${error instanceof Error ? error.message : String(error)}`, 1, {
      cause: error,
    });
  }
}
