/** The chapters of a run. Each says what it does, does it, and hands on what the later ones need. */
import { relative } from "node:path";
import { rescaling } from "@flowers/augmentation";
import type { NearDuplicate } from "@flowers/dataset";
import { plotHistory, type PlotImage } from "@flowers/plot";
import { classify, type RankedClass } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { temperatureOf } from "../../tutorial/class-names";
import { feed } from "../../tutorial/feed";
import { likelySentence } from "../../tutorial/likely-sentence";
import { beyondTutorial, type ModelKind, modelKinds } from "../../tutorial/model-kinds";
import { validationSplit } from "../../tutorial/settings";
import { loadSplit, type Split, type SplitOptions } from "../data/load-split";
import { locatePictures, type Pictures } from "../data/locate";
import { loadNewPhoto, type NewPhoto } from "../data/new-photo";
import { adviceOn, duplicateLines, duplicatesIn } from "../data/photo-advice";
import { unlessInterrupted } from "../interruption";
import { UserError } from "../user-error";
import { chooseBackend } from "./choose-backend";
import { classWeightsOf } from "./class-weights";
import type { FitData } from "./fit-data";
import { fitModel, type FittedModel } from "./fit-model";
import { augmentedNineWays, type FirstBatch, ninePhotos, writePlot } from "./pictures";
import type { Run } from "./run";
import type { RunSettings } from "./run-card";

/** Finds or downloads the pictures, and chooses what computes. */
export async function getData(
  run: Run,
): Promise<{ readonly pictures: Pictures; readonly backend: string }> {
  const { settings, narrator, signal, timings } = run;
  narrator.step("Get the data");
  const pictures = await timings.measure("Data", () =>
    locatePictures(settings.data ?? undefined, { narrator, signal }),
  );
  narrator.say(
    pictures.painted
      ? "The sample set: pictures painted by a program, not photos."
      : pictures.directory,
  );
  const backend = await timings.measure("Backend", () =>
    unlessInterrupted(signal, chooseBackend(settings.backend, narrator, signal)),
  );
  return { pictures, backend };
}

/** Splits the pictures into those to train on and those held back. */
export async function loadData(run: Run, pictures: Pictures): Promise<Split> {
  const { settings, narrator, signal } = run;
  narrator.step("Load it");
  const split = await unlessInterrupted(
    signal,
    loadSplit(pictures.directory, splitOptions(settings, settings.imageSize, narrator)),
  );
  narrator.say(`Class names: ${split.classNames.join(", ")}`);
  classWeightsOf(settings.classWeights, split); // a wrong name is known before anything is trained
  const advice = adviceOn(split, { isWeighted: settings.classWeights !== undefined });
  for (const sentence of advice) narrator.say(sentence);
  return split;
}

function splitOptions(
  { seed, batchSize, split, validation }: RunSettings,
  imageSize: SplitOptions["imageSize"],
  narrator: SplitOptions["narrator"],
): SplitOptions {
  return { validationSplit, seed, imageSize, batchSize, split, validation, narrator };
}

/** Looks for photos that are in both halves, and lists them. */
export async function findDuplicates(
  { folder, narrator, signal, timings }: Run,
  { directory }: Pictures,
  split: Split,
): Promise<readonly NearDuplicate[]> {
  const pairs = await timings.measure("Near duplicates", () =>
    unlessInterrupted(signal, duplicatesIn(directory, split, signal)),
  );
  for (const line of duplicateLines(pairs, (path) => relative(directory, path))) narrator.say(line);
  if (pairs.length > 0)
    await folder.writeJson(
      "near-duplicates.json",
      pairs.map(({ first, second, distance }) => ({
        training: first,
        validation: second,
        distance,
      })),
    );
  return pairs;
}

/** Loads the new photo now, so that one that cannot be read is known before hours of training. */
export async function pickPhoto(
  run: Run,
  pictures: Pictures,
  split: Split,
  imageSize = run.settings.imageSize,
): Promise<NewPhoto> {
  const { settings, signal } = run;
  const image = settings.image ?? pictures.newPicture ?? split.validation.filePaths[0];
  if (image === undefined)
    throw new UserError("--image: name a photo; no picture was held back from training.");
  try {
    return await unlessInterrupted(signal, loadNewPhoto(image, imageSize, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`--image: ${error.message}`, error);
  }
}

/** What looking at the data showed. */
export interface Looked extends Omit<FirstBatch, "plot"> {
  readonly photosSvg: string;
  readonly augmentedSvg: string;
}

/** Draws nine photos, and one of them as the augmentation layers give it. */
export async function lookAtData(run: Run, { training, classNames }: Split): Promise<Looked> {
  const { settings, folder, narrator, signal } = run;
  narrator.step("Look at it");
  const { plot, ...photos } = await unlessInterrupted(signal, ninePhotos(training, classNames));
  const photosSvg = await writePlot(folder, "photos", plot);
  const augmented = await augmentedNineWays(photos.first, settings.seed);
  signal.throwIfAborted();
  const augmentedSvg = await writePlot(folder, "augmented", augmented);
  narrator.say(
    "photos.png, photos.svg: nine of them; augmented.png, augmented.svg: one of them, nine ways",
  );
  return { ...photos, photosSvg, augmentedSvg };
}

/** Puts the pipelines together. */
export function batch({ settings, narrator }: Run, split: Split, looked: Looked): FitData {
  narrator.step("Batches");
  const { batchShape, labelShape } = looked;
  narrator.say(
    `images [${batchShape.join(", ")}] float32, labels [${labelShape.join(", ")}] int32`,
  );
  narrator.say(
    "training.cache().shuffle(1000).prefetch(AUTOTUNE), validation.cache().prefetch(AUTOTUNE)",
  );
  return fitData(split, settings, settings.imageSize);
}

/** What a model is trained on. */
export function fitData(
  split: Split,
  { seed, classWeights }: RunSettings,
  imageSize: FitData["imageSize"],
): FitData {
  const { training, validation, classNames } = split;
  return {
    ...feed(training, validation, seed),
    classNames,
    trainingImages: training.filePaths.length,
    imageSize,
    classWeight: classWeightsOf(classWeights, split),
    training,
    validation,
  };
}

/** Shows what the network's first layer does to the values. */
export async function rescale({ narrator }: Run, { first }: Looked): Promise<void> {
  narrator.step("Rescale to [0, 1]");
  const range = await rescaledRange(first);
  narrator.say(`minimum ${range.min.toFixed(4)}, maximum ${range.max.toFixed(4)}`);
}

/** Trains one of the models. */
export async function trainModel(run: Run, kind: ModelKind, data: FitData): Promise<FittedModel> {
  const { narrator, timings, signal } = run;
  const { step, timing } = modelKinds[kind];
  narrator.step(step);
  signal.throwIfAborted();
  return timings.measure(timing, () => fitModel(run, kind, data));
}

/** What `start` tells beyond the tutorial: a last layer on a pretrained network, on the same photos. */
export async function learnFromOthers(
  run: Run,
  pictures: Pictures,
  split: Split,
): Promise<{ readonly model: FittedModel; readonly prediction: Prediction } | null> {
  const { settings, narrator, signal } = run;
  const { pretrainedSize: size } = settings;
  if (!size || !settings.models.includes(beyondTutorial)) return null;
  const quiet = { ...narrator, say: () => undefined }; // the same folder and split were told of before
  const options = splitOptions(settings, size, quiet);
  const own = await unlessInterrupted(signal, loadSplit(pictures.directory, options));
  const model = await trainModel(run, beyondTutorial, fitData(own, settings, size));
  const photo = await pickPhoto(run, pictures, split, size);
  const prediction = await ask(model, photo, split, temperatureOf(model.model));
  narrator.say(`${photo.name}: ${prediction.sentence}`);
  return { model, prediction };
}

/** Draws all runs into one picture; returns its SVG. */
export function compareModels(run: Run, models: readonly FittedModel[]): Promise<string> {
  run.signal.throwIfAborted();
  const histories = Object.fromEntries(models.map(({ title, history }) => [title, history]));
  return writePlot(run.folder, "curves", plotHistory(histories, { markBest: true }));
}

/** The new photo's classes, likeliest first, and the tutorial's sentence. */
export interface Prediction extends RankedClass {
  readonly sentence: string;
  readonly ranking: readonly RankedClass[];
}

/** Asks the augmented model. */
export async function classifyNewPhoto(
  { narrator, signal }: Run,
  model: FittedModel,
  photo: NewPhoto,
  split: Split,
): Promise<Prediction> {
  narrator.step("Classify a new photo");
  signal.throwIfAborted();
  const prediction = await ask(model, photo, split, 1);
  narrator.say(`${photo.name}: ${prediction.sentence}`);
  return prediction;
}

async function ask(
  { model }: FittedModel,
  photo: NewPhoto,
  { classNames }: Split,
  temperature: number,
): Promise<Prediction> {
  const ranking = await classify(model, photo.pixels, classNames, { temperature });
  const [best] = ranking;
  if (!best) throw new Error("A model without classes was trained.");
  return { ...best, sentence: likelySentence(best), ranking };
}

async function rescaledRange({
  data,
  width,
  height,
  channels,
}: PlotImage): Promise<{ readonly min: number; readonly max: number }> {
  const scaled = tf.tidy(() =>
    rescaling({ scale: 1 / 255 }).apply(
      tf.tensor4d(Float32Array.from(data), [1, height, width, channels]),
    ),
  ) as tf.Tensor;
  const values = await scaled.data();
  scaled.dispose();
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}
