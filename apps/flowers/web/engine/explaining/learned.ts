/** The training pictures of a model by the pretrained network's features, and what is far from them. */
import { directionOf } from "../../../tutorial/direction";
import {
  type Familiarity,
  familiarityOf,
  type KnownPictures,
  knownPictures,
} from "../../../tutorial/familiarity";
import type { ModelKind, PictureId, Settings } from "../contract";
import { loadSplit } from "../run/load-split";
import { folderOf, isOfSet, storedPictures } from "../storage/picture-store";
import { storedRun } from "../storage/run-store";
import { knownFeatures } from "../transfer/known-features";

/** The training pictures of a model. */
export interface Learned extends KnownPictures {
  /** The set's, in the app's private folder. */
  readonly folder: string;
  readonly ids: readonly PictureId[];
  readonly classNames: readonly string[];
  readonly familiarity: Familiarity;
}

/** Those that were asked for last: finding out what is far takes a second where there are thousands. */
let latest: { readonly key: string; readonly learned: Learned } | null = null;

/**
 * Null where the pictures at hand are not the model's, or some of their features cannot be had. Waits for those that are being
 * computed.
 */
export async function learnedBy(kind: ModelKind): Promise<Learned | null> {
  const [run, pictures] = await Promise.all([storedRun(kind), storedPictures()]);
  if (!run || !pictures || !isOfSet(run.picturesId, pictures)) return null;
  const { batchSize, seed } = run.settings;
  const key = JSON.stringify([pictures.content, batchSize, seed]);
  if (latest?.key !== key) {
    const learned = await learn(folderOf(pictures.id), run.settings);
    latest = learned && { key, learned };
  }
  return latest?.learned ?? null;
}

/** By directions, which are what a page that is taken away has of them: both say the same. */
async function learn(folder: string, settings: Settings): Promise<Learned | null> {
  const { training, pictures, idOf } = await loadSplit(settings);
  const ids = training.filePaths.map(idOf);
  const features = await knownFeatures(folder, ids);
  if (!features) return null;
  const known = knownPictures(features.map(directionOf), training.labels ?? []);
  return {
    ...known,
    folder,
    ids,
    classNames: pictures.classNames,
    familiarity: familiarityOf(known),
  };
}
