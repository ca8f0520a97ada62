/** The features of the imported pictures, split and ordered as the loader gives the pictures themselves. */
import type { ImageDataset } from "@flowers/dataset";
import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import type { Settings } from "../contract";
import { loadSplit } from "../run/load-split";
import { folderOf } from "../storage/picture-store";
import { featureCount, readFeatures, type Rows, transferImageSize } from "./feature-file";
import { featuresChannel, featuresLock, type FeaturesTold } from "./features-told";
import { beginSeeing } from "./seeing";

/** Tells how many of the pictures' features are there. */
export type OnFeatures = (pictures: { readonly done: number; readonly total: number }) => void;

/** A part of the pictures, as a trainer takes it. Whoever has it disposes the tensors. */
export interface FeaturePart {
  /** float32 `[pictures, 1280]` */
  readonly xs: tf.Tensor2D;
  /** int32 `[pictures]` */
  readonly ys: tf.Tensor1D;
  /** In the order of the rows, below the set's folder. */
  readonly paths: readonly string[];
}

export interface TransferData {
  /** Of the pictures, in the app's private folder. */
  readonly folder: string;
  readonly training: FeaturePart;
  readonly validation: FeaturePart;
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
  const { training, validation, pictures } = await loadSplit(size);
  const parts = [training, validation].map((part) => ordered(part, settings));
  const all = parts.flatMap(({ paths }) => paths);
  const folder = folderOf(pictures.id);
  const rows = await allRows(folder, all, onFeatures);
  const [first, second] = parts.map(({ paths, labels }) => tensorsOf(paths, labels, rows));
  if (!first || !second) throw new Error("unreachable: there are two parts");
  return { folder, training: first, validation: second };
}

/** The files and labels of a part in the order of the loader's first pass over it. */
function ordered(
  { filePaths, labels }: ImageDataset,
  { seed, batchSize }: Settings,
): { readonly paths: string[]; readonly labels: number[] } {
  const seeds = new ShuffleSeedGenerator(datasetSeeds(seed), true);
  const order = [...shuffleIndices(filePaths.length, batchSize * 8, seeds.next())];
  return {
    paths: order.map((i) => {
      const path = filePaths[i] ?? "";
      return path.slice(path.indexOf("/") + 1); // below the set's folder
    }),
    labels: order.map((i) => labels?.[i] ?? 0),
  };
}

async function allRows(
  folder: string,
  paths: readonly string[],
  onFeatures: OnFeatures,
): Promise<Rows> {
  const total = paths.length;
  const channel = new BroadcastChannel(featuresChannel);
  channel.onmessage = ({ data }: MessageEvent<FeaturesTold>) => {
    if (data.folder === folder) onFeatures({ done: Math.min(data.done, total), total });
  };
  try {
    // Free when nobody computes features of the set any more.
    const known = await navigator.locks.request(featuresLock(folder), () => readFeatures(folder));
    const missing = paths.filter((path) => !known.has(path));
    if (missing.length === 0) return known;
    onFeatures({ done: total - missing.length, total });
    const seeing = beginSeeing(folder);
    for (const path of missing) seeing.see(path);
    seeing.end();
    await seeing.done;
    return await readFeatures(folder);
  } finally {
    channel.close();
  }
}

function tensorsOf(paths: readonly string[], labels: readonly number[], rows: Rows): FeaturePart {
  const values = new Float32Array(paths.length * featureCount);
  paths.forEach((path, i) => {
    const row = rows.get(path);
    if (!row) throw new Error(`The picture "${path}" cannot be read.`);
    values.set(row, i * featureCount);
  });
  return {
    xs: tf.tensor2d(values, [paths.length, featureCount]),
    ys: tf.tensor1d([...labels], "int32"),
    paths,
  };
}
