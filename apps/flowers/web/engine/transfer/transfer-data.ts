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
import { featuresChannel, featuresLock, type FeaturesTold } from "./features-told";
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
  const channel = new BroadcastChannel(featuresChannel);
  const progress = new FeaturesProgress(total);
  channel.onmessage = ({ data }: MessageEvent<FeaturesTold>) => {
    if (data.folder !== folder) return;
    progress.note(data.done);
    onFeatures({ done: Math.min(data.done, total), total });
  };
  const missingIn = (known: Rows): string[] => names.filter((name) => !known.has(name));
  try {
    for (;;) {
      const known = await readFeatures(folder);
      const missing = missingIn(known);
      if (missing.length === 0) return known;
      // Free when nobody computes features of the set any more.
      if (await progress.orLock(missing.length, featuresLock(folder))) break;
    }
    const missing = missingIn(await readFeatures(folder));
    if (missing.length > 0) {
      onFeatures({ done: total - missing.length, total });
      const seeing = seeingOf(folder);
      seeing.see(missing);
      await seeing.rest();
      await seeing.stop(); // the studio has one of its own for the pictures to come
    }
    return await readFeatures(folder);
  } finally {
    channel.close();
  }
}

/** Follows what another worker tells of its features: whoever needs some of them may not have to wait for all. */
class FeaturesProgress {
  #done = 0;
  #enough: { readonly done: number; readonly reached: AbortController } | null = null;

  constructor(private readonly total: number) {}

  note(done: number): void {
    this.#done = done;
    if (this.#enough && done >= this.#enough.done) this.#enough.reached.abort();
  }

  /** Resolves with true when the lock is free; with false when so many more are known that none may be missing. */
  async orLock(missing: number, lock: string): Promise<boolean> {
    const reached = new AbortController();
    this.#enough = { done: Math.max(this.total, this.#done + missing), reached };
    try {
      await navigator.locks.request(lock, { signal: reached.signal }, () => undefined);
      return true;
    } catch (error) {
      if (!reached.signal.aborted) throw error;
      return false;
    } finally {
      this.#enough = null;
    }
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
