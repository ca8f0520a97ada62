/** Keras's `load_img` and `img_to_array`, for a single image. */
import * as tf from "@tensorflow/tfjs";
import { decodeImage } from "#platform";
import type { RawImage } from "../decode/raw-image";
import { DatasetError } from "../errors";
import type { Interpolation } from "../resize/methods";
import { resizeImage } from "../resize/resize-image";
import type { ImageSource } from "./directory-source";
import type { ColorMode } from "./options";

/** A decoded image: row-major `[height, width, channels]`, 0..255; float32 once resized by anything but nearest. */
export interface Image {
  readonly data: Uint8Array | Float32Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Options of {@link loadImage}. */
export interface LoadImageOptions {
  /** Default "rgb". */
  readonly colorMode?: ColorMode;
  /** `[height, width]`. Default: the image's own. */
  readonly targetSize?: readonly [height: number, width: number] | null;
  /** Default "nearest", as in Keras. */
  readonly interpolation?: Interpolation;
  readonly keepAspectRatio?: boolean;
  readonly exifOrientation?: boolean;
}

const CHANNELS = { rgb: 3, rgba: 4, grayscale: 1 } as const;

/**
 * Loads one image from a path (Node), a URL (the page), a `File` or `Blob`, or from bytes. Pixels and resizing are the data set loader's, so that a model
 * sees at prediction what it saw in training; Keras's `load_img` resizes with Pillow, whose other methods differ.
 * `keepAspectRatio` crops to the target's shape first.
 *
 * @throws DatasetError `undecodable` with the name of the file
 *
 * @example
 * const image = await loadImage("rose.jpg", { targetSize: [180, 180], interpolation: "bilinear" });
 * const batch = tf.expandDims(imgToArray(image)); // [1, 180, 180, 3]
 */
export async function loadImage(
  source: ImageSource,
  {
    colorMode = "rgb",
    targetSize = null,
    interpolation = "nearest",
    keepAspectRatio = false,
    exifOrientation = false,
  }: LoadImageOptions = {},
): Promise<Image> {
  let image: RawImage;
  try {
    image = await decodeImage(source, CHANNELS[colorMode], exifOrientation);
  } catch (cause) {
    if (DatasetError.is(cause)) throw cause;
    const name = nameOf(source);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError("undecodable", `loadImage: cannot decode ${name}: ${reason}.`, {
      cause,
    });
  }
  if (!targetSize) return image;
  const [height, width] = targetSize;
  if (![height, width].every((n) => Number.isInteger(n) && n > 0)) {
    throw new DatasetError(
      "invalid-argument",
      `loadImage: \`targetSize\` must be two whole numbers of at least 1; received [${height}, ${width}].`,
    );
  }
  const data = new Float32Array(height * width * image.channels);
  resizeImage(
    image,
    { height, width, interpolation, fit: keepAspectRatio ? "crop" : "stretch" },
    data,
  );
  const whole = interpolation === "nearest";
  return { data: whole ? Uint8Array.from(data) : data, width, height, channels: image.channels };
}

function nameOf(source: ImageSource): string {
  if (typeof source === "string" || source instanceof URL) return `"${String(source)}"`;
  if ("name" in source && typeof source.name === "string") return `"${source.name}"`;
  return `${source instanceof Uint8Array ? source.length : source.size} bytes`;
}

/** The image as a new float32 tensor `[height, width, channels]`. The caller disposes it. */
export function imgToArray({ data, height, width, channels }: Image): tf.Tensor3D {
  return tf.tensor3d(Float32Array.from(data), [height, width, channels], "float32");
}
