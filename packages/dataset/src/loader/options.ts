/** The arguments of `imageDatasetFromDirectory` and their defaults: Keras's, then what Keras does not have. */
import type { Interpolation } from "../resize/methods";

/** How labels are encoded; see {@link ImageDatasetOptions.labelMode}. */
export type LabelMode = "int" | "categorical" | "binary" | null;
/** Which part of a split folder. */
export type Subset = "training" | "validation" | "both";
/** Channels of a loaded image: one (`grayscale`), three (`rgb`, the default) or four (`rgba`). */
export type ColorMode = "rgb" | "rgba" | "grayscale";
/** What happens to files that cannot be decoded. */
export type OnError = "throw" | "skip" | "warn";
/** How files are divided; see {@link ImageDatasetOptions.split}. */
export type SplitMode = "random" | "stratified" | "hash";

/** Options of `imageDatasetFromDirectory`: Keras's arguments with Keras's defaults, then what Keras does not have. */
export interface ImageDatasetOptions {
  /** "inferred" from the folders (default), null for none, or one whole number (int32) for each file in walk order. */
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
  readonly imageSize?: number | readonly number[];
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

/** Channels of each colour mode. */
export const channelsOf: Readonly<Record<ColorMode, 1 | 3 | 4>> = { rgb: 3, rgba: 4, grayscale: 1 };
export const colorModes: readonly ColorMode[] = ["rgb", "rgba", "grayscale"];
