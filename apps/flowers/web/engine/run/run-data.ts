/** What a run trains, and with what: the tutorial's models with pictures, a head on a pretrained network with features. */
import type { ModelTrainer, TrainingData } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import type { PlotImage } from "@flowers/plot";
import { buildModel, compileModel } from "../../../tutorial/model";
import type { LabelledBatches } from "../../../tutorial/judge";
import type { TutorialKind } from "../../../tutorial/model-kinds";
import type { Settings } from "../contract";
import { loaderPasses, type OrderedPicture } from "./loader-order";
import { openFeed } from "./run-feed";

/** The pictures of a run, in the form that its trainer takes. */
export interface RunData {
  readonly training: TrainingData;
  readonly validation: TrainingData;
  /** Of data that are not in batches yet. */
  readonly batchSize?: number;
  readonly trainingPictures: number;
  /** What one epoch trains on: the pictures, in several forms where there are few. */
  readonly trainingSamples: number;
  readonly validationPictures: number;
  /** In which a pretrained network looked at the pictures; null where none does. */
  readonly lookingSeconds: number | null;
  /** The validation pictures for {@link Trained.judged}. */
  readonly judging: LabelledBatches;
  /** The pictures of `judging`, in its order. */
  readonly judgedPictures: readonly OrderedPicture[];
  /** A validation picture by its place, where `judging` has none. */
  readonly pictureAt?: (place: number) => Promise<PlotImage>;
  dispose(): void;
}

/** A model and what trains it. */
export interface RunModel {
  /** What is stored in the end: pictures to logits. */
  readonly model: tf.LayersModel;
  /** Of the model, or of its head. */
  readonly trainer: ModelTrainer;
  /** What takes the batches of `judging`. */
  readonly judged: tf.LayersModel;
}

export async function tutorialData(kind: TutorialKind, settings: Settings): Promise<RunData> {
  const feed = await openFeed(kind, settings);
  return {
    training: feed.trainBatches,
    validation: feed.validationBatches,
    trainingPictures: feed.training.filePaths.length,
    trainingSamples: feed.training.filePaths.length,
    validationPictures: feed.validation.filePaths.length,
    lookingSeconds: null,
    judging: feed.judging as LabelledBatches,
    judgedPictures: loaderPasses(feed.validation, settings, 1, feed.idOf)[0] ?? [],
    dispose: () => undefined,
  };
}

export function tutorialModel(kind: TutorialKind, settings: Settings, classes: number): RunModel {
  const imageSize = [settings.imageSize, settings.imageSize] as const;
  const model = buildModel(kind, { imageSize, numClasses: classes, seed: settings.seed });
  return { model, trainer: compileModel(model), judged: model };
}
