/** The last chapter: the run's story as one HTML page. */
import { validationSplit } from "../../tutorial/settings";
import { countByClass, type Split } from "../data/load-split";
import type { Pictures } from "../data/locate";
import type { NewPhoto } from "../data/new-photo";
import { renderReport } from "../report/render-report";
import type { Looked, Prediction } from "./chapters";
import type { FittedModel } from "./fit-model";
import { pngUri } from "./pictures";
import type { Run } from "./run";
import { versions } from "./versions";

/** Everything that the chapters before came to. */
export interface Outcome {
  readonly pictures: Pictures;
  readonly backend: string;
  readonly split: Split;
  readonly looked: Looked;
  readonly models: readonly FittedModel[];
  /** SVG. */
  readonly overlay: string;
  readonly photo: NewPhoto;
  readonly prediction: Prediction;
}

export async function writeReport(run: Run, outcome: Outcome): Promise<void> {
  run.signal.throwIfAborted();
  const page = await run.timings.measure("Report", () => render(run, outcome));
  await run.folder.write("report.html", page);
}

async function render({ settings, timings }: Run, outcome: Outcome): Promise<string> {
  const { pictures, split, looked, models, prediction } = outcome;
  const { training, validation, classNames } = split;
  return renderReport({
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
    photosSvg: looked.photosSvg,
    augmentedSvg: looked.augmentedSvg,
    overlaySvg: outcome.overlay,
    models,
    prediction: {
      sentence: prediction.sentence,
      image: await pngUri(outcome.photo.pixels),
      ranking: prediction.ranking,
    },
    photoUri: ({ image }) => pngUri(image),
    timings: timings.seconds,
    settings: {
      Seed: settings.seed,
      "Image size": settings.imageSize.join(" x "),
      "Batch size": settings.batchSize,
      Epochs: settings.epochs.join(" and "),
      "Validation split": validationSplit,
      Backend: outcome.backend,
    },
    versions: versions(),
  });
}
