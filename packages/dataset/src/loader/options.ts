/** The arguments of `imageDatasetFromDirectory`, their defaults and Keras's checks, in Keras's order. */
import { globalRandom } from "@flowers/random";
import { DatasetError } from "../errors";
import { INTERPOLATIONS, type Interpolation } from "../resize/methods";

/** How labels are encoded; see {@link ImageDatasetOptions.labelMode}. */
export type LabelMode = "int" | "categorical" | "binary" | null;
/** Which part of a split folder. */
export type Subset = "training" | "validation" | "both";
export type ColorMode = "rgb" | "rgba" | "grayscale";
/** What happens to files that cannot be decoded. */
export type OnError = "throw" | "skip" | "warn";
/** How files are divided; see {@link ImageDatasetOptions.split}. */
export type SplitMode = "random" | "stratified" | "hash";

/** Options of `imageDatasetFromDirectory`: Keras's arguments with Keras's defaults, then what Keras does not have. */
export interface ImageDatasetOptions {
  /** "inferred" from the folders (default), null for none, or one whole number for each file in walk order. */
  readonly labels?: "inferred" | null | readonly number[];
  /** "int" (default): int32 `[batch]`; "binary": float32 `[batch, 1]`; "categorical": one-hot float32 `[batch, classes]`; null: none. */
  readonly labelMode?: LabelMode;
  /** Folders to use, in the order of their labels. Default: all, in code-point order. */
  readonly classNames?: readonly string[] | null;
  /** Default "rgb". */
  readonly colorMode?: ColorMode;
  /** Default 32; null gives single samples. */
  readonly batchSize?: number | null;
  /** `[height, width]`, or one number for both. Default `[256, 256]`. */
  readonly imageSize?: number | readonly [height: number, width: number];
  /** Default true. Shuffles the files, and again with a buffer of 8 batches in every iteration. */
  readonly shuffle?: boolean;
  /** Seed of both shuffles. Default: drawn from NumPy's global stream. */
  readonly seed?: number | null;
  /** Fraction of the files that is for validation, between 0 and 1. */
  readonly validationSplit?: number | null;
  readonly subset?: Subset | null;
  /** Default "bilinear". */
  readonly interpolation?: Interpolation;
  /** Enter folders that are symbolic links. Default false. */
  readonly followLinks?: boolean;
  /** Crop to the target's aspect ratio before resizing, instead of distorting. Default false. */
  readonly cropToAspectRatio?: boolean;
  /** Pad with zeros to the target's aspect ratio, instead of distorting. Default false. */
  readonly padToAspectRatio?: boolean;
  /** Print how many files were found. Default true; the split is printed in any case, as in Keras. */
  readonly verbose?: boolean;

  /** Where the lines go that Keras prints. Default: `console.log`. */
  readonly print?: (line: string) => void;
  /**
   * "throw" (default) as Keras; "skip" leaves undecodable files out; "warn" also prints each. The dataset's `report`
   * names them.
   */
  readonly onError?: OnError;
  /**
   * "random" (default) as Keras; "stratified" takes the fraction from every class; "hash" decides for each file by its
   * path and the seed alone, so that membership stays when files are added.
   */
  readonly split?: SplitMode;
  /** "float32" (default) has Keras's values; "uint8" rounds them, for a quarter of the memory. */
  readonly pixels?: "float32" | "uint8";
  /**
   * Turn photos as their EXIF orientation says. Default false, as Keras. (An AVIF's own turn is part of the picture and
   * always applied.)
   */
  readonly exifOrientation?: boolean;
  /**
   * Also find `.webp`, `.avif`, `.tif` and `.tiff` files, and decode these formats under whatever name. Default false:
   * such a file called `.jpg` is undecodable, as in Keras. TIFF is decoded in Node alone.
   */
  readonly extraFormats?: boolean;
}

/** The options with defaults filled in and checked. */
export interface ResolvedOptions {
  readonly labels: "inferred" | null | readonly number[];
  readonly labelMode: LabelMode;
  readonly classNames: readonly string[] | null;
  readonly channels: 1 | 3 | 4;
  readonly batchSize: number | null;
  readonly height: number;
  readonly width: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly validationSplit: number | null;
  readonly subset: Subset | null;
  readonly interpolation: Interpolation;
  readonly followLinks: boolean;
  readonly cropToAspectRatio: boolean;
  readonly padToAspectRatio: boolean;
  readonly verbose: boolean;
  readonly onError: OnError;
  readonly split: SplitMode;
  readonly pixels: "float32" | "uint8";
  readonly exifOrientation: boolean;
  readonly extraFormats: boolean;
}

const CHANNELS: Readonly<Record<ColorMode, 1 | 3 | 4>> = { rgb: 3, rgba: 4, grayscale: 1 };

export function invalid(message: string): DatasetError {
  return new DatasetError("invalid-argument", `imageDatasetFromDirectory: ${message}`);
}

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** Checks the arguments one after the other, as Keras does; the first that is wrong throws. */
export function resolveOptions({
  labels = "inferred",
  labelMode = "int",
  classNames = null,
  colorMode = "rgb",
  batchSize = 32,
  imageSize = [256, 256],
  shuffle = true,
  seed = null,
  validationSplit = null,
  subset = null,
  interpolation = "bilinear",
  followLinks = false,
  cropToAspectRatio = false,
  padToAspectRatio = false,
  verbose = true,
  onError = "throw",
  split = "random",
  pixels = "float32",
  exifOrientation = false,
  extraFormats = false,
}: ImageDatasetOptions): ResolvedOptions {
  if (labels !== "inferred" && labels !== null && !Array.isArray(labels)) {
    throw invalid(
      '`labels` argument should be a list of integer labels, of the same size as the number of image files in the target directory. If you wish to infer the labels from the subdirectory names in the target directory, pass `labels: "inferred"`. If you wish to get a dataset that only contains images (no labels), pass `labels: null`. ' +
        `Received: labels=${show(labels)}`,
    );
  }
  if (Array.isArray(labels) && classNames !== null && classNames.length > 0) {
    throw invalid(
      `You can only pass \`classNames\` if \`labels: "inferred"\`. Received: labels=${show(labels)}, classNames=${show(classNames)}`,
    );
  }
  if (
    labelMode !== "int" &&
    labelMode !== "categorical" &&
    labelMode !== "binary" &&
    labelMode !== null
  ) {
    throw invalid(
      `\`labelMode\` argument must be one of "int", "categorical", "binary", or null. Received: labelMode=${show(labelMode)}`,
    );
  }
  if (labels === null || labelMode === null) [labels, labelMode] = [null, null];
  if (!Object.hasOwn(CHANNELS, colorMode)) {
    throw invalid(
      `\`colorMode\` must be one of {"rgb", "rgba", "grayscale"}. Received: colorMode=${show(colorMode)}`,
    );
  }
  const size = typeof imageSize === "number" ? [imageSize, imageSize] : imageSize;
  if (
    !Array.isArray(size) ||
    size.length !== 2 ||
    !size.every((n) => Number.isInteger(n) && n > 0)
  ) {
    throw invalid(
      `Invalid \`imageSize\` value. Expected a tuple of 2 integers. Received: imageSize=${show(imageSize)}`,
    );
  }
  const wanted = String(interpolation).toLowerCase();
  const method = INTERPOLATIONS.find((name) => name === wanted);
  if (!method) {
    throw invalid(
      `Argument \`interpolation\` should be one of (${INTERPOLATIONS.map((name) => `'${name}'`).join(", ")}). Received: ${show(wanted)}`,
    );
  }
  if (validationSplit && !(validationSplit > 0 && validationSplit < 1)) {
    throw invalid(`\`validationSplit\` must be between 0 and 1, received: ${validationSplit}`);
  }
  if (Boolean(validationSplit) !== Boolean(subset)) {
    throw invalid("If `subset` is set, `validationSplit` must be set, and inversely.");
  }
  if (subset && subset !== "training" && subset !== "validation" && subset !== "both") {
    throw invalid(
      `\`subset\` must be either "training", "validation" or "both", received: ${show(subset)}`,
    );
  }
  if (validationSplit && shuffle && seed === null) {
    throw invalid(
      "If using `validationSplit` and shuffling the data, you must provide a `seed` argument, to make sure that there is no overlap between the training and validation subset.",
    );
  }
  // What Keras has no argument for comes last.
  if (batchSize !== null && (!Number.isInteger(batchSize) || batchSize < 1)) {
    throw invalid(
      `\`batchSize\` must be null or a whole number of at least 1. Received: batchSize=${show(batchSize)}`,
    );
  }
  if (onError !== "throw" && onError !== "skip" && onError !== "warn") {
    throw invalid(
      `\`onError\` must be one of "throw", "skip", "warn". Received: onError=${show(onError)}`,
    );
  }
  if (split !== "random" && split !== "stratified" && split !== "hash") {
    throw invalid(
      `\`split\` must be one of "random", "stratified", "hash". Received: split=${show(split)}`,
    );
  }
  if (pixels !== "float32" && pixels !== "uint8") {
    throw invalid(`\`pixels\` must be one of "float32", "uint8". Received: pixels=${show(pixels)}`);
  }
  return {
    labels,
    labelMode,
    classNames,
    channels: CHANNELS[colorMode],
    batchSize,
    height: size[0] as number,
    width: size[1] as number,
    shuffle,
    seed: seed ?? globalRandom.numpy.randint(1_000_000),
    validationSplit: validationSplit || null,
    subset: subset || null,
    interpolation: method,
    followLinks,
    cropToAspectRatio,
    padToAspectRatio,
    verbose,
    onError,
    split,
    pixels,
    exifOrientation,
    extraFormats,
  };
}

/** The checks that Keras makes only after printing, while it builds the pipeline. */
export function checkFit({
  cropToAspectRatio,
  padToAspectRatio,
  interpolation,
}: ResolvedOptions): void {
  if (cropToAspectRatio && padToAspectRatio) {
    throw invalid("Only one of `padToAspectRatio`, `cropToAspectRatio` can be set to `true`.");
  }
  if (cropToAspectRatio && (interpolation === "gaussian" || interpolation === "mitchellcubic")) {
    throw invalid(
      `With \`cropToAspectRatio\`, \`interpolation\` must be one of ('bilinear', 'nearest', 'lanczos3', 'lanczos5', 'bicubic', 'area'). Received: interpolation='${interpolation}'`,
    );
  }
}
