/** Keras's `load_img` and `img_to_array`, for a single image. */
import * as tf from "@tensorflow/tfjs";
import { decoders, readImage } from "#platform";
import {
  check,
  checkOptions,
  invalid,
  nullOr,
  type Rule,
  show,
  trueOrFalse,
} from "../arguments/rules";
import { decodeWith, ownPixels } from "../decode/decoders";
import { maxPixels, type RawImage } from "../decode/raw-image";
import { DatasetError } from "../errors";
import { INTERPOLATIONS, type Interpolation } from "../resize/methods";
import { resizeImage, type ResizeSpec } from "../resize/resize-image";
import type { ImageSource } from "./directory-source";
import { channelsOf, type ColorMode, colorModes } from "./options";

/**
 * A decoded image: row-major `[height, width, channels]`, 0..255; float32 once resized by anything but nearest. Its
 * memory is its own.
 */
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
  readonly targetSize?: readonly number[] | null;
  /** Default "nearest", as in Keras. */
  readonly interpolation?: Interpolation;
  readonly keepAspectRatio?: boolean;
  readonly exifOrientation?: boolean;
}

const isSize = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((n) => Number.isInteger(n) && n > 0) &&
  (value as number[]).reduce((a, b) => a * b) <= maxPixels;

const lower = (value: unknown): unknown =>
  typeof value === "string" ? value.toLowerCase() : value;

const interpolationRule: Rule = {
  words: `one of ${INTERPOLATIONS.map((name) => `"${name}"`).join(", ")} (Pillow's "box", "hamming" and "lanczos" are not among them)`,
  holds: (value) => INTERPOLATIONS.some((name) => name === lower(value)),
};

const rules: Readonly<Record<keyof LoadImageOptions, Rule>> = {
  colorMode: {
    words: `one of ${colorModes.map((name) => `"${name}"`).join(", ")}`,
    holds: (value) => colorModes.some((name) => name === value),
  },
  targetSize: nullOr({
    words: `[height, width], two whole numbers of at least 1 and at most ${maxPixels} pixels`,
    holds: isSize,
  }),
  interpolation: interpolationRule,
  keepAspectRatio: trueOrFalse,
  exifOrientation: trueOrFalse,
};

/**
 * Loads one image from a path (Node), a URL (the page), a `File` or `Blob`, or from bytes, whatever format it has. Pixels
 * and resizing are the data set loader's, so that a model sees at prediction what it saw in training; Keras's `load_img`
 * resizes with Pillow, whose other methods differ. `keepAspectRatio` crops to the target's shape first. Bytes are copied
 * at once: their memory may be used again while the image loads.
 *
 * @throws DatasetError `invalid-argument`; `not-found` where there is no such file; `undecodable` with the name of the file
 *
 * @example
 * const image = await loadImage("rose.jpg", { targetSize: [180, 180], interpolation: "bilinear" });
 * const batch = tf.expandDims(imgToArray(image)); // [1, 180, 180, 3]
 */
export async function loadImage(
  source: ImageSource,
  options: LoadImageOptions = {},
): Promise<Image> {
  checkSource(source);
  checkOptions("loadImage", options, rules);
  const {
    colorMode = "rgb",
    targetSize = null,
    interpolation = "nearest",
    keepAspectRatio = false,
    exifOrientation = false,
  } = options;
  const request = { channels: channelsOf[colorMode], exifOrientation, extraFormats: true };
  const fit = keepAspectRatio ? "crop" : "stretch";
  const method = lower(interpolation) as Interpolation;
  const finish = (image: RawImage): Image => {
    const [height, width] = targetSize ?? [];
    if (height === undefined || width === undefined) return ownPixels(image);
    return resized(image, { height, width, interpolation: method, fit });
  };
  // Decoding begins later: until then the caller may read the next file into the same memory.
  const own = source instanceof Uint8Array ? new Uint8Array(source) : source;
  try {
    return await decodeWith(decoders, await readImage(own), request, finish);
  } catch (cause) {
    throw DatasetError.is(cause) ? cause : failure(source, cause);
  }
}

function resized(image: RawImage, spec: ResizeSpec): Image {
  const { height, width } = spec;
  const { channels } = image;
  const data = new Float32Array(height * width * channels);
  resizeImage(image, spec, data);
  const whole = spec.interpolation === "nearest";
  return { data: whole ? Uint8Array.from(data) : data, width, height, channels };
}

function checkSource(source: ImageSource): void {
  check("loadImage", "source", source, {
    words: "a path or URL, a Blob or File, or the bytes of an image",
    holds: (value) =>
      (typeof value === "string" && value !== "") ||
      value instanceof URL ||
      value instanceof Uint8Array ||
      (typeof value === "object" && value !== null && "arrayBuffer" in value),
  });
}

function failure(source: ImageSource, cause: unknown): DatasetError {
  const name = nameOf(source);
  const reason = cause instanceof Error ? cause.message : String(cause);
  const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return missing
    ? new DatasetError("not-found", `loadImage: no such file: ${name}.`, { cause })
    : new DatasetError("undecodable", `loadImage: cannot decode ${name}: ${reason}.`, { cause });
}

function nameOf(source: ImageSource): string {
  if (typeof source === "string" || source instanceof URL) return `"${String(source)}"`;
  if ("name" in source && typeof source.name === "string") return `"${source.name}"`;
  return `${source instanceof Uint8Array ? source.length : source.size} bytes`;
}

/**
 * The image as a new float32 tensor `[height, width, channels]`. The caller disposes it.
 *
 * @throws DatasetError `invalid-argument` unless it is what {@link loadImage} gives
 */
export function imgToArray(image: Image): tf.Tensor3D {
  if (typeof image !== "object" || image === null) {
    throw invalid("imgToArray", `\`image\` must be what loadImage gives; received ${show(image)}.`);
  }
  const { data, height, width, channels } = image;
  const shape: [number, number, number] = [height, width, channels];
  const length: unknown = (data as Partial<Uint8Array> | undefined)?.length;
  const whole = shape.every((n) => Number.isInteger(n) && n > 0);
  if (!ArrayBuffer.isView(data) || !whole || length !== height * width * channels) {
    throw invalid(
      "imgToArray",
      `\`image\` must have \`data\` of height * width * channels values, as loadImage gives it; received ${show(length)} values for [${shape.map(show).join(", ")}].`,
    );
  }
  return tf.tensor3d(Float32Array.from(data), shape, "float32");
}
