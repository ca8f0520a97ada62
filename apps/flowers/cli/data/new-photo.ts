/** Photos to classify: the user's own, or one that no model was trained on. */
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { getFile, loadImage } from "@flowers/dataset";
import type { PlotImage } from "@flowers/plot";
import { isUrl, userPath } from "../paths";
import { UserError } from "../user-error";

export interface NewPhoto {
  readonly name: string;
  readonly pixels: PlotImage;
}

/**
 * Loads a photo at the model's size.
 *
 * @param image a file or an address
 * @throws UserError when there is no such file or the download fails; DatasetError when it is not an image
 */
export async function loadNewPhoto(
  image: string,
  imageSize: readonly [height: number, width: number],
  signal: AbortSignal,
  colorMode: "rgb" | "rgba" | "grayscale" = "rgb",
): Promise<NewPhoto> {
  const path = isUrl(image) ? await fetchPhoto(image, signal) : userPath(image);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    throw new UserError(
      `expected an image file; "${path}" ${found ? "is not a file" : "does not exist"}.`,
    );
  }
  return {
    name: basename(path),
    pixels: await loadImage(path, { targetSize: imageSize, colorMode }),
  };
}

async function fetchPhoto(url: string, signal: AbortSignal): Promise<string> {
  try {
    return await getFile(url, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError(error instanceof Error ? error.message : String(error), {
      exitCode: 1,
      cause: error,
    });
  }
}
