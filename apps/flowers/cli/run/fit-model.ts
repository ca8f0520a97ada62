/** Builds, compiles and trains a model, and leaves its history, curves and weights in the run folder. */
import { pathToFileURL } from "node:url";
import { plotConfusionMatrix, plotHistory } from "@flowers/plot";
import type { Calibration, ModelTrainer } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import { calibrationSentence, judgeAndCalibrate } from "../../tutorial/calibration";
import { nameClasses, setTemperature } from "../../tutorial/class-names";
import type { Judgement } from "../../tutorial/judge";
import { toKeras } from "../../tutorial/keras-file";
import { buildModel, compileModel } from "../../tutorial/model";
import {
  isTransferKind,
  type ModelKind,
  modelKinds,
  type TutorialKind,
} from "../../tutorial/model-kinds";
import type { FitData, Trained } from "./fit-data";
import { keptOften } from "./kept-by";
import { writePlot } from "./pictures";
import type { Run } from "./run";
import { RunRecorder } from "./run-recorder";
import { summaryOf } from "./summary";

export interface FittedModel {
  readonly name: ModelKind;
  readonly title: string;
  readonly description: string;
  /** The caller disposes it. */
  readonly model: tf.LayersModel;
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly summary: string;
  readonly parameters: number;
  readonly judgement: Judgement;
  /** Null for the tutorial's own two models, whose confidence is Keras's. */
  readonly calibration: Calibration | null;
  /** SVG. */
  readonly curves: string;
  /** SVG. */
  readonly confusion: string;
  readonly secondsPerEpoch: number;
  readonly imagesPerSecond: number;
}

/**
 * Trains a model, or continues its training where the run was stopped. History and checkpoint are on disk after every
 * epoch, the state that continuing needs twice a minute; an interrupted training leaves them and throws.
 *
 * @throws Interrupted when the run's signal was aborted
 */
export async function fitModel(run: Run, kind: ModelKind, data: FitData): Promise<FittedModel> {
  const { folder } = run;
  await folder.writeJson(`${kind}/classes.json`, { classNames: data.classNames });
  const { model, history, recorder, head } = isTransferKind(kind)
    ? await (await import("./fit-transfer")).fitTransfer(run, kind, data)
    : await fitFromScratch(run, kind, data);
  const table = summaryOf(model);
  await folder.write(`${kind}/summary.txt`, table);
  await folder.writeJson(`${kind}/history.json`, history);
  const curves = await writePlot(folder, `${kind}/curves`, plotHistory(history));
  const { judgement, calibration, confusion } = await judgeModel(run, kind, { model, head }, data);
  head?.model.dispose();
  if (calibration) setTemperature(model, calibration.temperature);
  await saveModel(run, kind, model, data.classNames);
  return {
    name: kind,
    title: modelKinds[kind].title,
    description: modelKinds[kind].description,
    model,
    history,
    summary: table,
    parameters: model.countParams(),
    judgement,
    calibration,
    curves,
    confusion,
    secondsPerEpoch: recorder.secondsPerEpoch,
    imagesPerSecond: data.trainingImages / recorder.trainingSecondsPerEpoch,
  };
}

/**
 * A worker's part of {@link fitModel}, whose chief keeps everything: the model as all have it. The caller disposes it.
 *
 * @throws Interrupted when the run's signal was aborted
 */
export async function fitAlong(run: Run, kind: ModelKind, data: FitData): Promise<tf.LayersModel> {
  const { model } = isTransferKind(kind)
    ? await (await import("./fit-transfer")).fitTransfer(run, kind, data)
    : await fitFromScratch(run, kind, data);
  return model;
}

async function fitFromScratch(run: Run, kind: TutorialKind, data: FitData): Promise<Trained> {
  const { settings, narrator } = run;
  const model = buildModel(kind, {
    imageSize: settings.imageSize,
    numClasses: data.classNames.length,
    seed: settings.seed,
  });
  nameClasses(model, data.classNames);
  narrator.say(summaryOf(model).trimEnd());
  const trainer = compileModel(model);
  const recorder = await train(run, kind, trainer, data);
  const history = trainer.history?.history ?? {};
  trainer.dispose();
  return { model, history, recorder };
}

async function train(
  run: Run,
  kind: ModelKind,
  trainer: ModelTrainer,
  data: FitData,
): Promise<RunRecorder> {
  const { settings, folder, signal, interruption } = run;
  const recorder = new RunRecorder(folder, kind);
  const { options, checkpoint } = keptOften(run, kind, {
    recorder,
    log: "history.csv",
    backup: "backup",
  });
  interruption.finishing = "Stopping after this batch";
  await trainer.fit(data.trainBatches, {
    epochs: settings.epochs[settings.models.indexOf(kind)] ?? undefined,
    validationData: data.validationBatches,
    classWeight: data.classWeight,
    ...options,
  });
  interruption.finishing = "";
  if (signal.aborted && trainer.position.batch > 0)
    await checkpoint?.onEpochEnd(trainer.position.epoch, {}); // the model as it is now, for predict
  signal.throwIfAborted();
  folder.note(`${kind}/history.csv`);
  return recorder;
}

async function saveModel(
  { folder, signal }: Run,
  kind: ModelKind,
  model: tf.LayersModel,
  classNames: readonly string[],
): Promise<void> {
  signal.throwIfAborted();
  await model.save(pathToFileURL(folder.at(kind)).href);
  await folder.write(`${kind}/model.keras`, await toKeras(model, classNames));
}

async function judgeModel(
  { settings, folder, narrator, signal }: Run,
  kind: ModelKind,
  { model, head }: Pick<Trained, "model" | "head">,
  { validationBatches, classNames }: FitData,
): Promise<{
  readonly judgement: Judgement;
  readonly calibration: Calibration | null;
  readonly confusion: string;
}> {
  const isTutorial = settings.command === "start" && !isTransferKind(kind);
  const options = { classes: classNames.length, signal };
  const judged = head
    ? await judgeAndCalibrate(head.model, head.features.batches(), {
        ...options,
        pictureOf: (_, index) => head.features.pictureOf(index),
      })
    : await judgeAndCalibrate(model, validationBatches, options);
  const { judgement } = judged;
  const calibration = isTutorial ? null : judged.calibration;
  if (!isTutorial) narrator.say(calibrationSentence(judged));
  const plot = plotConfusionMatrix(judgement.confusion, classNames);
  const confusion = await writePlot(folder, `${kind}/confusion`, plot);
  const { worst: _, ...figures } = judgement;
  await folder.writeJson(`${kind}/validation.json`, {
    classNames,
    ...figures,
    ...(calibration ? { calibration } : {}),
  });
  return { judgement, calibration, confusion };
}
