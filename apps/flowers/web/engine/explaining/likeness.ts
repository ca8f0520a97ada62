/** Which training pictures a photo resembles, and whether it resembles any. */
import {
  type Familiarity,
  familiarityOf,
  fartherThan,
  type KnownPictures,
  knownPictures,
  nearestTo,
} from "../../../tutorial/familiarity";
import type { Likeness, ModelKind, NearPicture, PictureId, Settings } from "../contract";
import { thumbnail } from "../pictures/thumbnail";
import { loadSplit } from "../run/load-split";
import { folderOf, isOfSet, pictureFile, storedPictures } from "../storage/picture-store";
import { storedRun } from "../storage/run-store";
import { knownFeatures } from "../transfer/known-features";
import { featuresOf } from "./pretrained";

/** The training pictures of a model. */
interface Learned extends KnownPictures {
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
export async function likenessOf(
  kind: ModelKind,
  photo: Blob,
  count: number,
): Promise<Likeness | null> {
  const learned = await learnedBy(kind);
  if (!learned) return null;
  const near = nearestTo(learned, await featuresOf(photo), count);
  const distance = near[0]?.distance ?? Infinity;
  const { familiarity, folder, ids, classNames, labels } = learned;
  const nearest = await Promise.all(
    near.map(async ({ index, distance: away }): Promise<NearPicture> => {
      const file = await pictureFile(folder, ids[index] ?? "");
      return {
        className: classNames[labels[index] ?? -1] ?? "",
        similarity: 1 - away,
        bitmap: await thumbnail(file, 160),
      };
    }),
  );
  return {
    nearest,
    isUnseen: distance > familiarity.limit,
    fartherThan: fartherThan(familiarity, distance),
  };
}

async function learnedBy(kind: ModelKind): Promise<Learned | null> {
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

async function learn(folder: string, settings: Settings): Promise<Learned | null> {
  const { training, pictures, idOf } = await loadSplit(settings);
  const ids = training.filePaths.map(idOf);
  const features = await knownFeatures(folder, ids);
  if (!features) return null;
  const known = knownPictures(features, training.labels ?? []);
  return {
    ...known,
    folder,
    ids,
    classNames: pictures.classNames,
    familiarity: familiarityOf(known),
  };
}
