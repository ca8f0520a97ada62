/** Photos with their right classes, for a model that has classes of its own. */
import { type ImageDataset, imageDatasetFromDirectory } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import type { LabelledBatches } from "../../tutorial/judge";
import { UserError } from "../user-error";

export interface LabelledPhotos {
  readonly dataset: ImageDataset;
  /** In the order of the photos; labels are the model's. */
  readonly batches: LabelledBatches;
}

export interface LabelledOptions {
  /** Of the model. */
  readonly classNames: readonly string[];
  readonly imageSize: readonly [height: number, width: number];
  readonly colorMode: "rgb" | "rgba" | "grayscale";
  readonly batchSize: number;
  readonly print: (line: string) => void;
}

/**
 * The photos of a folder with one folder per class. Its classes are the model's, or some of them, in any order; photos that
 * cannot be decoded are left out and stand in the data set's `report`.
 *
 * @throws UserError for a class folder that the model does not know
 */
export async function labelledPhotos(
  directory: string,
  { classNames, imageSize, ...options }: LabelledOptions,
): Promise<LabelledPhotos> {
  const dataset = await imageDatasetFromDirectory(directory, {
    ...options,
    imageSize: [...imageSize],
    shuffle: false,
    onError: "skip",
    extraFormats: true,
  });
  return { dataset, batches: labelledFor(dataset, classNames, directory) };
}

/** The data set's batches with the model's labels. */
export function labelledFor(
  dataset: ImageDataset,
  classNames: readonly string[],
  directory: string,
): LabelledBatches {
  const own = dataset.classNames ?? [];
  const stranger = own.find((name) => !classNames.includes(name));
  if (own.length === 0 || stranger !== undefined) {
    throw new UserError(
      stranger === undefined
        ? `evaluate: expected one folder per class in "${directory}"; found none.`
        : `evaluate: the folder "${stranger}" in "${directory}" is not a class of the model.`,
      { remedy: `The model's classes are ${classNames.join(", ")}.` },
    );
  }
  const places = own.map((name) => classNames.indexOf(name));
  return relabelled(dataset, places);
}

async function* relabelled(
  dataset: ImageDataset,
  places: readonly number[],
): AsyncGenerator<{ xs: tf.Tensor4D; ys: tf.Tensor }> {
  for await (const { xs, ys } of dataset) {
    const labels = await ys.data();
    ys.dispose();
    const moved = Int32Array.from(labels, (label) => places[label] ?? -1);
    yield { xs, ys: tf.tensor1d(moved, "int32") };
  }
}
