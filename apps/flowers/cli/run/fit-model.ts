/** Builds, compiles and trains one of the tutorial's two models, and leaves its history, curves and weights in the run folder. */
import type { ImageDataset } from "@flowers/dataset";
import { fromLayersModel, writeKeras } from "@flowers/keras-format";
import { plotConfusionMatrix, plotHistory } from "@flowers/plot";
import { summary } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import type { Narrator } from "../narrator";
import { keepHistory } from "./keep-history";
import { type ModelKind, modelKinds } from "../../tutorial/model-kinds";
import { judge, type Judgement } from "../../tutorial/judge";
import { saveModel } from "./model-folder";
import { writePlot } from "./pictures";
import type { RunFolder } from "./run-folder";
import { buildModel, compileModel } from "../../tutorial/model";

export interface FitModelOptions {
  readonly kind: ModelKind;
  readonly epochs: number;
  readonly imageSize: readonly [height: number, width: number];
  readonly classNames: readonly string[];
  readonly seed: number;
  readonly folder: RunFolder;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
  readonly trainBatches: ImageDataset;
  readonly validationBatches: ImageDataset;
  readonly trainingImages: number;
}

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
  /** SVG. */
  readonly curves: string;
  /** SVG. */
  readonly confusion: string;
  readonly secondsPerEpoch: number;
  readonly imagesPerSecond: number;
}

/**
 * Trains a model. History and checkpoint are on disk after every epoch; an interrupted training leaves them and throws.
 *
 * @throws Interrupted when `signal` was aborted
 */
export async function fitModel(options: FitModelOptions): Promise<FittedModel> {
  const { kind, epochs, imageSize, classNames, seed, folder, narrator, signal } = options;
  const { title, description } = modelKinds[kind];
  const model = buildModel(kind, { imageSize, numClasses: classNames.length, seed });
  const lines: string[] = [];
  summary(model, { printFn: (text) => void lines.push(text) });
  narrator.say(lines.join("\n").trimEnd());
  await folder.write(`${kind}/summary.txt`, lines.join("\n"));
  await folder.writeJson(`${kind}/classes.json`, { classNames });

  const trainer = compileModel(model);
  const keeper = keepHistory({ folder, kind, model });
  await trainer.fit(options.trainBatches, {
    epochs,
    validationData: options.validationBatches,
    callbacks: [keeper.callback],
    verbose: narrator.json ? 0 : "auto",
    signal,
  });
  signal.throwIfAborted();

  const { history } = keeper;
  await saveModel(folder.at(kind), model);
  await folder.write(`${kind}/model.keras`, await writeKeras(await fromLayersModel(model)));
  const curves = await writePlot(folder, `${kind}/curves`, plotHistory(history));
  const judgement = await judge(model, options.validationBatches, { classes: classNames.length });
  const confusion = await writePlot(
    folder,
    `${kind}/confusion`,
    plotConfusionMatrix(judgement.confusion, classNames),
  );
  await folder.writeJson(`${kind}/validation.json`, {
    classNames,
    accuracy: judgement.accuracy,
    loss: judgement.loss,
    confusion: judgement.confusion,
    precision: judgement.precision,
    recall: judgement.recall,
  });
  trainer.dispose();
  return {
    name: kind,
    title,
    description,
    model,
    history,
    summary: lines.join("\n"),
    parameters: model.countParams(),
    judgement,
    curves,
    confusion,
    secondsPerEpoch: keeper.secondsPerEpoch(),
    imagesPerSecond: options.trainingImages / keeper.trainingSecondsPerEpoch(),
  };
}
