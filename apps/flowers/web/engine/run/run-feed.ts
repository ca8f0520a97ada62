/**
 * The batches of a run. Where decoded pictures are kept, they come as in Node's run of the whole tutorial: pictures looked
 * at once, then the plain model's epochs, then the augmented model's. So a model gives the same history here and there, also
 * when it is trained alone or after a reload.
 */
import type { ImageDataset } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import { type Feed, feed } from "../../../tutorial/feed";
import type { TutorialKind } from "../../../tutorial/model-kinds";
import type { Settings } from "../contract";
import { type LoadedSplit, loadSplit } from "./load-split";

export interface RunFeed extends Feed, LoadedSplit {
  /** The validation pictures in the order of their first pass, whatever has been read before. */
  readonly judging: ImageDataset;
}

/** Opens the batches for a model. */
export async function openFeed(kind: TutorialKind, settings: Settings): Promise<RunFeed> {
  const split = await loadSplit(settings);
  if (!settings.cache) return decodedAnew(split, settings);
  await look(split.training);
  const batches = feed(split.training, split.validation, settings.seed);
  // The training pictures are decoded once before the augmented model begins. The validation batches need none of it: their
  // first pass decides their order for good, whoever makes it.
  if (kind === "augmented") await passOver(batches.trainBatches, settings.epochs.baseline);
  return { ...split, ...batches, judging: batches.validationBatches };
}

/** No more in memory than the batch in hand and the next: each pass decodes the pictures, in the loader's next order. */
async function decodedAnew(split: LoadedSplit, settings: Settings): Promise<RunFeed> {
  return {
    ...split,
    trainBatches: split.training.prefetch(1),
    validationBatches: split.validation.prefetch(1),
    judging: (await loadSplit(settings)).validation,
  };
}

/** An iteration that is begun and dropped: what looking at nine photos leaves behind. */
async function look(training: ImageDataset): Promise<void> {
  const iterator = await training.take(1).iterator();
  await iterator.return?.();
}

/** Leaves a data set as `fit` leaves it after so many epochs: two iterators each, the first epoch read to its end. */
async function passOver(batches: ImageDataset, epochs: number): Promise<void> {
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch === 0) await readThrough(batches);
    else await look(batches);
    await look(batches);
  }
}

async function readThrough(batches: ImageDataset): Promise<void> {
  for await (const { xs, ys } of batches) tf.dispose([xs, ys]);
}
