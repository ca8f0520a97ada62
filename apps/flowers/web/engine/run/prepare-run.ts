/** Everything that a training needs before its first batch: backend, pictures, model, and what an earlier visit left. */
import { type BackendChoice, useBackend } from "@flowers/backend";
import { getRandomState, setRandomState } from "@flowers/random";
import type { ModelTrainer } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import { nameClasses } from "../../../tutorial/class-names";
import { buildModel, compileModel } from "../../../tutorial/model";
import type { Curves, ModelKind, PreparingStep, Settings } from "../contract";
import { storedPictures, type StoredPictures } from "../storage/picture-store";
import { forgetRun, storedRun } from "../storage/run-store";
import { openFeed, type RunFeed } from "./run-feed";
import { isSameRun } from "./same-run";

/** The random streams of a fresh start. */
const untouched = getRandomState();

export interface PreparedRun {
  readonly kind: ModelKind;
  readonly settings: Settings;
  readonly backend: BackendChoice;
  readonly pictures: StoredPictures;
  readonly feed: RunFeed;
  readonly model: tf.LayersModel;
  readonly trainer: ModelTrainer;
  readonly epochs: number;
  readonly trainingPictures: number;
  readonly stepsPerEpoch: number;
  /** Of the epochs that an earlier visit finished; empty for a new run. */
  readonly history: Curves;
}

/**
 * Prepares a run. One that was stopped and has the same settings and pictures is continued; any other one is forgotten
 * last of all, so that its model can be used until the new one really begins. The caller disposes model and trainer.
 *
 * @throws Error when there are no pictures, or the backend cannot be used
 */
export async function prepareRun(
  kind: ModelKind,
  settings: Settings,
  tell: (step: PreparingStep) => void,
): Promise<PreparedRun> {
  const pictures = await storedPictures();
  if (!pictures) throw new Error("There are no pictures yet: choose some in step 1.");

  tell("backend");
  const backend = await useBackend(settings.backend);

  tell("checkpoint");
  const previous = await storedRun(kind);
  const continues = isSameRun(kind, previous, settings, pictures.id);

  // The order of the pictures is decided before any seed is set, as in Node, whatever this worker did before.
  setRandomState(untouched);
  tell("pictures");
  const feed = await openFeed(kind, settings);

  tell("model");
  const { classNames } = pictures;
  const imageSize = [settings.imageSize, settings.imageSize] as const;
  const model = buildModel(kind, { imageSize, numClasses: classNames.length, seed: settings.seed });
  nameClasses(model, classNames);
  const trainer = compileModel(model);
  if (!continues) await forgetRun(kind);
  const trainingPictures = feed.training.filePaths.length;
  return {
    kind,
    settings,
    backend,
    pictures,
    feed,
    model,
    trainer,
    epochs: settings.epochs[kind],
    trainingPictures,
    stepsPerEpoch: Math.ceil(trainingPictures / settings.batchSize),
    history: continues ? (previous?.record.history ?? {}) : {},
  };
}
