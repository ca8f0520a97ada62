/** Keras's `image_dataset_from_directory`. */
import { datasetSeeds, ShuffleSeedGenerator } from "@flowers/random";
import type * as tf from "@tensorflow/tfjs";
import { type ImageDirectory, openDirectory, printLine } from "#platform";
import type { ImageSpec } from "../decode/image-spec";
import { ImageDataset, type LabelledBatch, type SkippedFile } from "../pipeline/image-dataset";
import type { DirectorySource } from "./directory-source";
import { imageSourceStage } from "./pipeline-source";
import { type DirectoryIndex, emptyPart, indexDirectory, noImages } from "./index-directory";
import { type ImageDatasetOptions } from "./options";
import { checkFit, invalid, type ResolvedOptions, resolveOptions } from "./resolve-options";
import { type Samples, shuffleSamples, splitSamples } from "./split";

/** Unlabelled elements: images only. */
type Unlabelled = { readonly labels: null } | { readonly labelMode: null };

/** What `imageDatasetFromDirectory` gives for options `O`. */
export type ImageDatasetsFor<O extends ImageDatasetOptions> = O extends { readonly subset: "both" }
  ? [training: ImageDatasetFor<O>, validation: ImageDatasetFor<O>]
  : ImageDatasetFor<O>;

type ImageDatasetFor<O> = O extends Unlabelled
  ? ImageDataset<tf.Tensor4D, false>
  : ImageDataset<LabelledBatch, MayBeUnlabelled<O> extends true ? boolean : true>;

type ValueOf<O, K> = K extends keyof O ? O[K] : never;

/** Whether it is known only when the program runs: options of a wide type, in a variable. */
type MayBeUnlabelled<O> = null extends ValueOf<O, "labels"> | ValueOf<O, "labelMode">
  ? true
  : false;

/**
 * Makes a data set of the images below a folder, one class for each folder in it: Keras's
 * `image_dataset_from_directory`, number for number. Same folder and seed, same split, same batches in the same order,
 * same pixels.
 *
 * Elements are `{ xs, ys }`: `xs` float32 `[batch, height, width, channels]`, 0..255; `ys` as `labelMode` says. Without
 * labels an element is the images alone. With `subset: "both"` the result is `[training, validation]`, of which the
 * second is not shuffled in each iteration, as in Keras. With `interpolation: "nearest"` Keras gives uint8; here the
 * same values are float32.
 *
 * Prints what Keras prints, through `print`. Decoding happens off the main thread.
 *
 * @throws DatasetError `invalid-argument` in Keras's order of checks, `not-found`, `no-images`; while iterating,
 * `undecodable` with the name of the file (unless `onError` says otherwise)
 *
 * @example
 * const training = await imageDatasetFromDirectory("flower_photos", {
 *   validationSplit: 0.2, subset: "training", seed: 123, imageSize: [180, 180],
 * });
 * // Found 3670 files belonging to 5 classes.
 * // Using 2936 files for training.
 */
export async function imageDatasetFromDirectory<const O extends ImageDatasetOptions = object>(
  directory: DirectorySource,
  options?: O,
): Promise<ImageDatasetsFor<O>> {
  return (await makeDatasets(
    directory,
    options === undefined ? {} : options,
  )) as ImageDatasetsFor<O>;
}

type AnyDataset = ImageDataset;

async function makeDatasets(
  source: DirectorySource,
  options: ImageDatasetOptions,
): Promise<AnyDataset | [AnyDataset, AnyDataset]> {
  const resolved = resolveOptions(options);
  const { print = printLine } = options;
  const { labelMode, shuffle, seed, validationSplit, subset, split } = resolved;
  const directory = await openDirectory(source, { caller: "imageDatasetFromDirectory" });
  const leftOut = new Map<string, SkippedFile>();
  const index = await indexDirectory(directory, resolved, print, (path, reason) => {
    leftOut.set(path, { path, reason });
    print(`imageDatasetFromDirectory: skipped "${path}": ${reason}.`);
  });
  if (labelMode === "binary" && index.classNames?.length !== 2) {
    throw invalid(
      `When passing \`labelMode: "binary"\`, there must be exactly 2 classNames. Received: classNames=${JSON.stringify(index.classNames)}`,
    );
  }
  const all: Samples = shuffle ? shuffleSamples(index, seed) : index;
  const make = (samples: Samples, shuffled: boolean): AnyDataset =>
    makeDataset({ directory, index, leftOut, options: resolved, print }, samples, shuffled);
  if (validationSplit === null) {
    if (all.paths.length === 0) throw noImages(directory, "");
    checkFit(resolved);
    return make(all, shuffle);
  }
  const relative = (path: string): string =>
    path.slice(directory.label.length).replaceAll("\\", "/");
  const { training, validation } = splitSamples(all, validationSplit, split, seed, relative);
  if (subset !== "validation") print(`Using ${training.paths.length} files for training.`);
  if (subset !== "training") print(`Using ${validation.paths.length} files for validation.`);
  for (const [part, samples] of Object.entries({ training, validation })) {
    const wanted = subset === "both" || subset === part;
    if (!wanted || samples.paths.length > 0) continue;
    if (all.paths.length === 0) throw noImages(directory, subset === "both" ? `${part} ` : "");
    throw emptyPart(directory, part, all.paths.length, resolved);
  }
  if (subset === "both") {
    checkFit(resolved);
    return [make(training, shuffle), make(validation, false)];
  }
  const chosen = subset === "training" ? training : validation;
  checkFit(resolved);
  return make(chosen, shuffle);
}

/** What the parts of one folder have in common. */
interface Folder {
  readonly directory: ImageDirectory;
  readonly index: DirectoryIndex;
  readonly leftOut: ReadonlyMap<string, SkippedFile>;
  readonly options: ResolvedOptions;
  readonly print: (line: string) => void;
}

function makeDataset(folder: Folder, samples: Samples, shuffled: boolean): AnyDataset {
  const { directory, index, options, print } = folder;
  const { classNames, classLabels } = index;
  const { batchSize, seed, labelMode, onError } = options;
  const spec: ImageSpec = {
    height: options.height,
    width: options.width,
    interpolation: options.interpolation,
    fit: options.cropToAspectRatio ? "crop" : options.padToAspectRatio ? "pad" : "stretch",
    channels: options.channels,
    pixels: options.pixels,
    exifOrientation: options.exifOrientation,
    extraFormats: options.extraFormats,
  };
  const skipped = new Map(folder.leftOut);
  const order = shuffled ? datasetSeeds(seed) : null;
  const stage = imageSourceStage({
    directory,
    samples,
    spec,
    batchSize,
    labelMode,
    classes: classNames?.length ?? 0,
    seeds: order && new ShuffleSeedGenerator(order, true),
    bufferSize: batchSize === null ? 1024 : batchSize * 8,
    onError,
    skipped,
    print,
  });
  const samplesInAll = onError === "throw" ? samples.paths.length : NaN;
  const fingerprint = async (): Promise<string> => {
    const files = await directory.stat(samples.paths);
    const labels = samples.labels && [...samples.labels];
    return JSON.stringify([
      spec,
      batchSize,
      labelMode,
      shuffled,
      seed,
      onError,
      classNames,
      samples.paths,
      labels,
      files,
    ]);
  };
  const content = async (): Promise<string> => {
    const files = await directory.stat(samples.paths);
    const names = samples.paths.map((path) =>
      path.slice(directory.label.length).replaceAll("\\", "/"),
    );
    const sizes = files.map(({ sizeBytes }) => sizeBytes);
    const labels = samples.labels && [...samples.labels];
    return JSON.stringify([
      ...[spec, batchSize, labelMode, shuffled, seed, onError],
      ...[classNames, names, labels, sizes],
    ]);
  };
  // What is handed out is frozen: a list that somebody sorts in place would give photos the labels of others.
  const origin = {
    classNames: classNames && Object.freeze([...classNames]),
    labels: samples.labels && Object.freeze([...samples.labels]),
    classCounts: samples.labels && Object.freeze(countLabels(samples.labels, classLabels)),
    filePaths: Object.freeze([...samples.paths]),
    samples: samplesInAll,
    skipped,
    fingerprint,
    content,
  };
  return new ImageDataset(stage, origin, [], order ? [order] : []);
}

/** How many samples have each label. */
function countLabels(labels: Int32Array, of: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return of.map((label) => counts.get(label) ?? 0);
}
