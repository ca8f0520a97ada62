/** Everything that a training needs before its first batch: backend, pictures, model, and what an earlier visit left. */
import { type BackendChoice, useBackend } from "@flowers/backend";
import { getRandomState, setRandomState } from "@flowers/random";
import { nameClasses } from "../../../tutorial/class-names";
import { headEpochs } from "../../../tutorial/head-plan";
import {
  isTransferKind,
  type TransferKind,
  type TutorialKind,
} from "../../../tutorial/model-kinds";
import type { Curves, ModelKind, PreparingStep, Settings } from "../contract";
import { withoutEmptyClasses } from "../storage/loader-source";
import { storedPictures, type StoredPictures } from "../storage/picture-store";
import { forgetRun, storedRun } from "../storage/run-store";
import { type RunData, type RunModel, tutorialData, tutorialModel } from "./run-data";
import { isSameRun } from "./same-run";

/** The random streams of a fresh start. */
const untouched = getRandomState();

export interface PreparedRun extends RunModel {
  readonly kind: ModelKind;
  readonly settings: Settings;
  readonly backend: BackendChoice;
  readonly pictures: StoredPictures;
  readonly data: RunData;
  readonly epochs: number;
  readonly trainingPictures: number;
  readonly trainingSamples: number;
  readonly stepsPerEpoch: number;
  /** Of the epochs that an earlier visit finished; empty for a new run. */
  readonly history: Curves;
  /** Of those epochs. */
  readonly epochSeconds: readonly number[];
}

/** Tells what is being prepared; of features, how many pictures' are there. */
export type TellPreparing = (
  step: PreparingStep,
  pictures?: { readonly done: number; readonly total: number },
) => void;

/**
 * Prepares a run. One that was stopped and has the same settings and pictures is continued; any other one is forgotten
 * last of all, so that its model can be used until the new one really begins. The caller disposes data, model and trainer.
 *
 * @throws Error when there are no pictures, or the backend cannot be used
 */
export async function prepareRun(
  kind: ModelKind,
  settings: Settings,
  tell: TellPreparing,
): Promise<PreparedRun> {
  const stored = await storedPictures();
  if (!stored) throw new Error("There are no pictures yet: choose some in step 1.");
  const pictures = withoutEmptyClasses(stored);

  tell("backend");
  const backend = await useBackend(settings.backend);

  tell("checkpoint");
  const previous = await storedRun(kind);
  const continues = isSameRun(kind, previous, settings, pictures.content);

  // The order of the pictures is decided before any seed is set, as in Node, whatever this worker did before.
  setRandomState(untouched);
  const { classNames } = pictures;
  const [data, made] = isTransferKind(kind)
    ? await prepareTransfer(kind, settings, classNames.length, tell)
    : await prepareTutorial(kind, settings, classNames.length, tell);
  nameClasses(made.model, classNames);
  if (!continues) await forgetRun(kind);
  const { trainingPictures, trainingSamples } = data;
  return {
    ...made,
    kind,
    settings,
    backend,
    pictures,
    data,
    epochs: epochsOf(kind, settings, trainingSamples),
    trainingPictures,
    trainingSamples,
    stepsPerEpoch: stepsPerEpoch(settings, trainingSamples),
    history: continues ? (previous?.record.history ?? {}) : {},
    epochSeconds: continues ? (previous?.record.epochSeconds ?? []) : [],
  };
}

function stepsPerEpoch({ batchSize }: Settings, samples: number): number {
  return Math.ceil(samples / batchSize);
}

function epochsOf(kind: ModelKind, settings: Settings, samples: number): number {
  return settings.epochs[kind] ?? headEpochs(stepsPerEpoch(settings, samples));
}

async function prepareTutorial(
  kind: TutorialKind,
  settings: Settings,
  classes: number,
  tell: TellPreparing,
): Promise<[RunData, RunModel]> {
  tell("pictures");
  const data = await tutorialData(kind, settings);
  tell("model");
  return [data, tutorialModel(kind, settings, classes)];
}

async function prepareTransfer(
  kind: TransferKind,
  settings: Settings,
  classes: number,
  tell: TellPreparing,
): Promise<[RunData, RunModel]> {
  tell("features");
  const { featuresData, transferModel } = await import("../transfer/transfer-run");
  const data = await featuresData(settings, (pictures) => tell("features", pictures));
  tell("model");
  const { trainingSamples: samples } = data;
  const steps = epochsOf(kind, settings, samples) * stepsPerEpoch(settings, samples);
  return [data, await transferModel(kind, settings, classes, steps)];
}
