/** Keras's checks of the arguments of `imageDatasetFromDirectory`, in Keras's order, and the defaults. */
import { globalRandom } from "@flowers/random";
import {
  checkNames,
  invalid as invalidFor,
  nullOr,
  oneOf,
  type Rule,
  show,
  someFunction,
  trueOrFalse,
  wholeNumber,
} from "../arguments/rules";
import { maxPixels } from "../decode/raw-image";
import type { DatasetError } from "../errors";
import { INTERPOLATIONS, type Interpolation } from "../resize/methods";
import { channelsOf, colorModes, type ImageDatasetOptions } from "./options";

/** The options with defaults filled in and checked. */
export interface ResolvedOptions extends Required<
  Omit<ImageDatasetOptions, "print" | "imageSize" | "colorMode">
> {
  readonly channels: 1 | 3 | 4;
  readonly height: number;
  readonly width: number;
  readonly seed: number;
}

/** The error for a wrong argument. */
export const invalid = (sentence: string): DatasetError =>
  invalidFor("imageDatasetFromDirectory", sentence);

/** What was passed, whatever it is, with Keras's defaults. */
interface Passed {
  readonly labels: unknown;
  readonly labelMode: unknown;
  readonly classNames: unknown;
  readonly colorMode: unknown;
  readonly size: unknown;
  readonly imageSize: unknown;
  readonly interpolation: unknown;
  readonly validationSplit: unknown;
  readonly subset: unknown;
  readonly shuffle: unknown;
  readonly seed: unknown;
}

type Row = readonly [holds: (passed: Passed) => boolean, sentence: (passed: Passed) => string];

const kerasNames = INTERPOLATIONS.map((name) => `'${name}'`).join(", ");
const lower = (value: unknown): string => String(value).toLowerCase();
/** Python's truth. */
const isPresent = (value: unknown): boolean =>
  value !== null && value !== 0 && value !== "" && value !== false;
const isLabelList = (labels: unknown): labels is readonly unknown[] => Array.isArray(labels);
const isInt32 = (value: unknown): boolean => typeof value === "number" && (value | 0) === value;
const firstBad = (labels: unknown): number =>
  isLabelList(labels) ? labels.findIndex((label) => !isInt32(label)) : -1;
/** Keras's words: its argument is checked before the folder is read. */
const isPair = (size: unknown): boolean =>
  Array.isArray(size) && size.length === 2 && size.every((n) => Number.isInteger(n) && n > 0);

/** Keras's checks, in Keras's order and words. The first that does not hold is the one that is reported. */
const kerasRows: readonly Row[] = [
  [
    ({ labels }) => labels === "inferred" || labels === null || isLabelList(labels),
    ({ labels }) =>
      '`labels` argument should be a list of integer labels, of the same size as the number of image files in the target directory. If you wish to infer the labels from the subdirectory names in the target directory, pass `labels: "inferred"`. If you wish to get a dataset that only contains images (no labels), pass `labels: null`. ' +
      `Received: labels=${show(labels)}`,
  ],
  [
    ({ labels, classNames }) =>
      !isLabelList(labels) || !isLabelList(classNames) || classNames.length === 0,
    ({ labels, classNames }) =>
      `You can only pass \`classNames\` if \`labels: "inferred"\`. Received: labels=${show(labels)}, classNames=${show(classNames)}`,
  ],
  [
    ({ labelMode }) =>
      ["int", "categorical", "binary", null].some((choice) => choice === labelMode),
    ({ labelMode }) =>
      `\`labelMode\` argument must be one of "int", "categorical", "binary", or null. Received: labelMode=${show(labelMode)}`,
  ],
  [
    ({ colorMode }) => colorModes.some((choice) => choice === colorMode),
    ({ colorMode }) =>
      `\`colorMode\` must be one of {"rgb", "rgba", "grayscale"}. Received: colorMode=${show(colorMode)}`,
  ],
  [
    ({ size }) => isPair(size),
    ({ imageSize }) =>
      `Invalid \`imageSize\` value. Expected a tuple of 2 integers. Received: imageSize=${show(imageSize)}`,
  ],
  [
    ({ interpolation }) => INTERPOLATIONS.some((name) => name === lower(interpolation)),
    ({ interpolation }) =>
      `Argument \`interpolation\` should be one of (${kerasNames}). Received: ${show(lower(interpolation))}`,
  ],
  [
    ({ validationSplit: part }) =>
      !isPresent(part) || (typeof part === "number" && part > 0 && part < 1),
    ({ validationSplit }) =>
      `\`validationSplit\` must be between 0 and 1, received: ${show(validationSplit)}`,
  ],
  [
    ({ validationSplit, subset }) => isPresent(validationSplit) === isPresent(subset),
    () => "If `subset` is set, `validationSplit` must be set, and inversely.",
  ],
  [
    ({ subset }) =>
      !isPresent(subset) || ["training", "validation", "both"].some((name) => name === subset),
    ({ subset }) =>
      `\`subset\` must be either "training", "validation" or "both", received: ${show(subset)}`,
  ],
  [
    ({ validationSplit, shuffle, seed }) =>
      !isPresent(validationSplit) || shuffle === false || seed !== null,
    () =>
      "If using `validationSplit` and shuffling the data, you must provide a `seed` argument, to make sure that there is no overlap between the training and validation subset.",
  ],
];

/** What Keras does not check before it fails, or does not have, comes after Keras's own checks. */
const ownRules: Readonly<Partial<Record<keyof ImageDatasetOptions, Rule>>> = {
  labels: {
    words: '"inferred", null or an array of whole numbers that int32 holds',
    holds: (labels) => firstBad(labels) < 0,
  },
  classNames: nullOr({
    words: "an array of different strings",
    holds: (names) =>
      isLabelList(names) &&
      names.every((name) => typeof name === "string" && name !== "") &&
      new Set(names).size === names.length,
  }),
  batchSize: nullOr(wholeNumber(1)),
  imageSize: {
    words: `at most ${maxPixels} pixels`,
    holds: (size) => pixelsIn(size) <= maxPixels,
  },
  shuffle: trueOrFalse,
  seed: nullOr(wholeNumber(0, 2 ** 32 - 1)), // what NumPy's RandomState takes
  followLinks: trueOrFalse,
  cropToAspectRatio: trueOrFalse,
  padToAspectRatio: trueOrFalse,
  verbose: trueOrFalse,
  print: someFunction,
  onError: oneOf("throw", "skip", "warn"),
  split: oneOf("random", "stratified", "hash"),
  pixels: oneOf("float32", "uint8"),
  exifOrientation: trueOrFalse,
  extraFormats: trueOrFalse,
};

const pixelsIn = (size: unknown): number => {
  const [height = 1, width = height] = (typeof size === "number" ? [size] : size) as number[];
  return height * width;
};

const knownOptions: readonly (keyof ImageDatasetOptions)[] = [
  ...([
    "labels",
    "labelMode",
    "classNames",
    "colorMode",
    "batchSize",
    "imageSize",
    "shuffle",
  ] as const),
  ...(["seed", "validationSplit", "subset", "interpolation", "followLinks"] as const),
  ...(["cropToAspectRatio", "padToAspectRatio", "verbose", "print", "onError", "split"] as const),
  ...(["pixels", "exifOrientation", "extraFormats"] as const),
];

const defaults = {
  labels: "inferred",
  labelMode: "int",
  classNames: null,
  colorMode: "rgb",
  batchSize: 32,
  imageSize: [256, 256],
  shuffle: true,
  seed: null,
  validationSplit: null,
  subset: null,
  interpolation: "bilinear",
  followLinks: false,
  cropToAspectRatio: false,
  padToAspectRatio: false,
  verbose: true,
  onError: "throw",
  split: "random",
  pixels: "float32",
  exifOrientation: false,
  extraFormats: false,
} as const satisfies ImageDatasetOptions;

/** Checks the arguments one after the other, as Keras does; the first that is wrong throws. */
export function resolveOptions(options: ImageDatasetOptions): ResolvedOptions {
  checkNames("imageDatasetFromDirectory", options, knownOptions);
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const all: Required<Omit<ImageDatasetOptions, "print">> = { ...defaults, ...given };
  const { imageSize } = all;
  const size = typeof imageSize === "number" ? [imageSize, imageSize] : imageSize;
  for (const [holds, sentence] of kerasRows) {
    if (!holds({ ...all, size })) throw invalid(sentence({ ...all, size }));
  }
  for (const [name, { words, holds }] of Object.entries(ownRules)) {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || holds(value)) continue;
    throw invalid(
      `\`${name}\` must be ${words}. Received: ${name}=${show(value)}${whichOf(name, value)}`,
    );
  }
  const { labels, labelMode, colorMode, seed, validationSplit, subset, interpolation } = all;
  const unlabelled = labels === null || labelMode === null;
  const [height = 0, width = 0] = size;
  return {
    ...all,
    labels: unlabelled ? null : labels,
    labelMode: unlabelled ? null : labelMode,
    channels: channelsOf[colorMode],
    height,
    width,
    seed: seed ?? globalRandom.numpy.randint(1_000_000),
    validationSplit: isPresent(validationSplit) ? validationSplit : null,
    subset: isPresent(subset) ? subset : null,
    interpolation: lower(interpolation) as Interpolation,
  };
}

/** Of many labels, the first that is wrong. */
function whichOf(name: string, value: unknown): string {
  const at = name === "labels" ? firstBad(value) : -1;
  return at < 0 ? "" : ` (labels[${at}] is ${show((value as readonly unknown[])[at])})`;
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
