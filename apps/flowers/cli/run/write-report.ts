/** The last chapter: the run's story as one HTML page. */
import { relative } from "node:path";
import type { NearDuplicate } from "@flowers/dataset";
import { validationSplit } from "../../tutorial/settings";
import { countByClass, type Split } from "../data/load-split";
import type { Pictures } from "../data/locate";
import type { NewPhoto } from "../data/new-photo";
import { adviceOn, duplicateLines } from "../data/photo-advice";
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
  /** What the pretrained network says of the same photo; null where it was left out. */
  readonly beyond: (Prediction & { readonly title: string }) | null;
  /** Training photos that are nearly a validation photo. */
  readonly duplicates: readonly NearDuplicate[];
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
      countsByClass: countByClass(split),
      training: training.filePaths.length,
      validation: validation.filePaths.length,
      advice: [
        ...adviceOn(split, { isWeighted: settings.classWeights !== undefined }),
        ...duplicateLines(outcome.duplicates, (path) => relative(pictures.directory, path)),
      ],
    },
    photosSvg: looked.photosSvg,
    augmentedSvg: looked.augmentedSvg,
    overlaySvg: outcome.overlay,
    models,
    prediction: {
      sentence: prediction.sentence,
      image: await pngUri(outcome.photo.pixels),
      ranking: prediction.ranking,
      beyond: outcome.beyond,
    },
    photoUri: ({ image }) => pngUri(image),
    timings: timings.seconds,
    settings: {
      Seed: settings.seed,
      "Image size": settings.imageSize.join(" x "),
      "Batch size": settings.batchSize,
      Epochs: models.map(({ history }) => history["loss"]?.length ?? 0).join(", "),
      "Validation split": `${validationSplit}, ${settings.split ?? "random"}`,
      ...(settings.classWeights === undefined
        ? {}
        : { "Class weights": JSON.stringify(settings.classWeights) }),
      Backend: outcome.backend,
    },
    versions: versions(),
  });
}
