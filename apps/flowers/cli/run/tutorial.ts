/** The tutorial's story, step by step: data, look, batches, rescaling, plain CNN, augmented CNN, a new photo, the report. */
import { plotHistory, type PlotImage } from "@flowers/plot";
import { rescaling } from "@flowers/augmentation";
import * as tf from "@tensorflow/tfjs";
import { type BackendChoice, chooseBackend } from "./choose-backend";
import { countByClass, loadSplit } from "../data/load-split";
import { locatePictures } from "../data/locate";
import { loadNewPhoto } from "../data/new-photo";
import type { Narrator } from "../narrator";
import { renderReport } from "../report/report";
import { classify, likelySentence } from "../../tutorial/classify";
import { fitModel, type FittedModel } from "./fit-model";
import { augmentedNineWays, ninePhotos, pngUri, writePlot } from "./pictures";
import { RunFolder } from "./run-folder";
import { Timings } from "./timings";
import { feed } from "../../tutorial/feed";
import { validationSplit } from "../../tutorial/settings";
import { versions } from "./versions";

export interface TutorialOptions {
  readonly data: string | undefined;
  /** Epochs of the plain and of the augmented model. */
  readonly epochs: readonly [number, number];
  readonly batchSize: number;
  readonly imageSize: readonly [height: number, width: number];
  readonly seed: number;
  readonly backend: BackendChoice;
  /** The run folder. */
  readonly out: string;
  /** The new photo: a file or an address. */
  readonly image: string | undefined;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** What a run came to, for machines. */
export interface TutorialResult {
  readonly folder: string;
  readonly backend: string;
  readonly classNames: readonly string[];
  readonly models: readonly Pick<
    FittedModel,
    "name" | "history" | "secondsPerEpoch" | "imagesPerSecond"
  >[];
  readonly prediction: { readonly label: string; readonly confidence: number };
  readonly files: readonly string[];
}

/** Runs the whole tutorial and leaves its run folder. */
export async function runTutorial(options: TutorialOptions): Promise<TutorialResult> {
  const { narrator, signal, seed, batchSize, epochs } = options;
  const [height, width] = options.imageSize;
  const folder = await RunFolder.open(options.out);
  const timings = new Timings();

  narrator.step("Get the data");
  const pictures = await timings.measure("Data", () =>
    locatePictures(options.data, { narrator, signal }),
  );
  narrator.say(
    pictures.painted
      ? "The sample set: pictures painted by a program, not photos."
      : pictures.directory,
  );

  const backend = await timings.measure("Backend", () =>
    chooseBackend(options.backend, narrator, signal),
  );

  narrator.step("Load it");
  const { training, validation, classNames } = await loadSplit(pictures.directory, {
    validationSplit,
    seed,
    imageSize: [height, width],
    batchSize,
    narrator,
  });
  narrator.say(`Class names: ${classNames.join(", ")}`);

  // Loaded now, so that a photo that cannot be read is known before hours of training.
  const photo = await loadNewPhoto(options.image, [height, width], {
    pictures,
    heldBack: validation.filePaths,
    signal,
  });

  narrator.step("Look at it");
  const photos = await ninePhotos(training, classNames);
  const photosSvg = await writePlot(folder, "photos", photos.plot);
  const augmented = await augmentedNineWays(photos.first, seed);
  const augmentedSvg = await writePlot(folder, "augmented", augmented);
  narrator.say(
    "photos.png, photos.svg: nine of them; augmented.png, augmented.svg: one of them, nine ways",
  );

  narrator.step("Batches");
  narrator.say(
    `images [${photos.batchShape.join(", ")}] float32, labels [${photos.labelShape.join(", ")}] int32`,
  );
  const batches = feed(training, validation, seed);
  narrator.say(
    "training.cache().shuffle(1000).prefetch(AUTOTUNE), validation.cache().prefetch(AUTOTUNE)",
  );

  narrator.step("Rescale to [0, 1]");
  const range = await rescaledRange(photos.first);
  narrator.say(`minimum ${range.min.toFixed(4)}, maximum ${range.max.toFixed(4)}`);

  const shared = {
    imageSize: [height, width] as const,
    classNames,
    seed,
    folder,
    narrator,
    signal,
    ...batches,
    trainingImages: training.filePaths.length,
  };
  narrator.step("Train a three-block CNN");
  const baseline = await timings.measure("Plain model", () =>
    fitModel({
      ...shared,
      kind: "baseline",
      epochs: epochs[0],
    }),
  );
  narrator.step("Train again with augmentation and dropout");
  const second = await timings.measure("Augmented model", () =>
    fitModel({
      ...shared,
      kind: "augmented",
      epochs: epochs[1],
    }),
  );
  const models = [baseline, second];
  const overlaySvg = await writePlot(
    folder,
    "curves",
    plotHistory(Object.fromEntries(models.map(({ title, history }) => [title, history])), {
      markBest: true,
    }),
  );

  narrator.step("Classify a new photo");
  const prediction = await classify(second.model, photo.pixels, classNames);
  const sentence = likelySentence(prediction);
  narrator.say(`${photo.name}: ${sentence}`);

  const madeWith = versions();
  const finish = await timings.measure("Report", async () =>
    renderReport({
      madeAt: new Date(),
      data: {
        name: pictures.name,
        painted: pictures.painted,
        classNames,
        countsByClass: countByClass(
          [...training.filePaths, ...validation.filePaths],
          pictures.directory,
          classNames,
        ),
        training: training.filePaths.length,
        validation: validation.filePaths.length,
      },
      photosSvg,
      augmentedSvg,
      overlaySvg,
      models,
      prediction: { sentence, image: await pngUri(photo.pixels), chances: prediction.chances },
      photoUri: ({ image }) => pngUri(image),
      timings: timings.seconds,
      settings: {
        Seed: seed,
        "Image size": `${height} x ${width}`,
        "Batch size": batchSize,
        Epochs: epochs.join(" and "),
        "Validation split": validationSplit,
        Backend: backend,
      },
      versions: madeWith,
    }),
  );
  await folder.write("report.html", finish);
  const result: TutorialResult = {
    folder: folder.path,
    backend,
    classNames,
    models: models.map(({ name, history, secondsPerEpoch, imagesPerSecond }) => ({
      name,
      history,
      secondsPerEpoch,
      imagesPerSecond,
    })),
    prediction: { label: prediction.label, confidence: prediction.confidence },
    files: folder.files,
  };
  await folder.writeJson("run.json", {
    ...result,
    folder: undefined,
    timings: timings.seconds,
    versions: madeWith,
  });
  for (const { model } of models) model.dispose();
  narrator.say(`\nEverything is in ${folder.path} (open report.html)`);
  return result;
}

async function rescaledRange({
  data,
  width,
  height,
  channels,
}: PlotImage): Promise<{ min: number; max: number }> {
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
