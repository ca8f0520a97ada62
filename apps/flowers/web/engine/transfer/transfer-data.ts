/** The features of the imported pictures, split and ordered as the loader gives the pictures themselves. */
import type { ImageDataset } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import { headForms } from "../../../tutorial/head-plan";
import type { PictureId, Settings } from "../contract";
import { loadSplit } from "../run/load-split";
import { loaderPasses } from "../run/loader-order";
import { folderOf } from "../storage/picture-store";
import {
  featureCount,
  nameOf,
  pictureOf,
  readFeatures,
  type Rows,
  transferImageSize,
} from "./feature-file";
import { hearOfFeatures } from "./features-told";
import { featuresAtRest } from "./known-features";
import { seeingOf } from "./seeing";

/** Tells how many of the pictures' features are there. */
export type OnFeatures = (pictures: { readonly done: number; readonly total: number }) => void;

/** A part of the pictures, as a trainer takes it. Whoever has it disposes the tensors. */
export interface FeaturePart {
  /** float32 `[rows, 1280]` */
  readonly xs: tf.Tensor2D;
  /** int32 `[rows]` */
  readonly ys: tf.Tensor1D;
  /** In the order of the rows: `nameOf` pictures. */
  readonly names: readonly string[];
  /** As `ys` has them. */
  readonly labels: readonly number[];
}

export interface TransferData {
  /** Of the pictures, in the app's private folder. */
  readonly folder: string;
  readonly training: FeaturePart;
  readonly validation: FeaturePart;
  /** That are trained on; each counted once. */
  readonly pictures: number;
}

/**
 * Waits for the features that an import still computes, and computes what is missing.
 *
 * @throws Error when there are no pictures, or one cannot be read
 */
export async function transferData(
  settings: Settings,
  onFeatures: OnFeatures,
): Promise<TransferData> {
  const size = { ...settings, imageSize: transferImageSize };
  const split = await loadSplit(size);
  const { training, validation, pictures: set } = split;
  const forms = headForms(training.filePaths.length);
  const parts = [
    ordered(training, settings, split.idOf, forms),
    ordered(validation, settings, split.idOf, 1),
  ];
  const all = parts.flatMap(({ names }) => names);
  const folder = folderOf(set.id);
  const rows = await allRows(folder, all, onFeatures);
  const [first, second] = parts.map(({ names, labels }) => tensorsOf(names, labels, rows));
  if (!first || !second) throw new Error("unreachable: there are two parts");
  return { folder, training: first, validation: second, pictures: training.filePaths.length };
}

/** The files and labels of a part in the order of the loader's passes over it, one for each form. */
function ordered(
  part: ImageDataset,
  settings: Settings,
  idOf: (filePath: string) => PictureId,
  forms: number,
): { readonly names: string[]; readonly labels: number[] } {
  const pictures = loaderPasses(part, settings, forms, idOf).flatMap((pass, form) =>
    pass.map(({ id, label }) => ({ name: nameOf(id, form), label })),
  );
  return {
    names: pictures.map(({ name }) => name),
    labels: pictures.map(({ label }) => label),
  };
}

async function allRows(
  folder: string,
  names: readonly string[],
  onFeatures: OnFeatures,
): Promise<Rows> {
  const total = names.length;
  const tell = (done: number): void => onFeatures({ done: Math.min(done, total), total });
  const endHearing = hearOfFeatures(folder, tell);
  try {
    const known = await featuresAtRest(folder, names);
    const missing = names.filter((name) => !known.has(name));
    if (missing.length === 0) return known;
    tell(total - missing.length);
    const seeing = seeingOf(folder);
    seeing.see(missing);
    await seeing.rest();
    await seeing.stop(); // the studio has one of its own for the pictures to come
    return await readFeatures(folder);
  } finally {
    endHearing();
  }
}

function tensorsOf(names: readonly string[], labels: readonly number[], rows: Rows): FeaturePart {
  const values = new Float32Array(names.length * featureCount);
  names.forEach((name, i) => {
    const row = rows.get(name);
    if (!row) throw new Error(`The picture "${pictureOf(name).id}" cannot be read.`);
    values.set(row, i * featureCount);
  });
  return {
    xs: tf.tensor2d(values, [names.length, featureCount]),
    ys: tf.tensor1d([...labels], "int32"),
    names,
    labels,
  };
}
