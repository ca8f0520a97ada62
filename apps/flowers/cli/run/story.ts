/**
 * The tutorial's story, chapter by chapter: data, look, batches, rescaling, plain CNN, augmented CNN, a new photo; beyond it a
 * pretrained network; the report.
 */
import type { FittedModel } from "./fit-model";
import {
  batch,
  classifyNewPhoto,
  compareModels,
  findDuplicates,
  getData,
  learnFromOthers,
  loadData,
  lookAtData,
  pickPhoto,
  rescale,
  trainModel,
} from "./chapters";
import { keepFromNow, type Run } from "./run";
import { markPictures } from "./run-card";
import { versions } from "./versions";
import { writeReport } from "./write-report";

/** What a run came to, for machines. */
export interface StoryResult {
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

/** Runs the whole tutorial, or continues it, and leaves its run folder. */
export async function tellStory(run: Run): Promise<StoryResult> {
  const { settings, folder, narrator } = run;
  const { pictures, backend } = await getData(run);
  const split = await loadData(run, pictures);
  const photo = await pickPhoto(run, pictures, split);
  const mark = markPictures(split, pictures.directory);
  await folder.begin(settings, mark);
  keepFromNow(run);

  const duplicates = await findDuplicates(run, pictures, split);
  const looked = await lookAtData(run, split);
  const data = batch(run, split, looked);
  await rescale(run, looked);
  const baseline = await trainModel(run, "baseline", data);
  const augmented = await trainModel(run, "augmented", data);
  const prediction = await classifyNewPhoto(run, augmented, photo, split);
  const beyond = await learnFromOthers(run, pictures, split);
  const models = [baseline, augmented, ...(beyond ? [beyond.model] : [])];
  const overlay = await compareModels(run, models);
  await writeReport(run, {
    ...{ pictures, backend, split, duplicates, looked, models, overlay, photo, prediction },
    beyond: beyond && { title: beyond.model.title, ...beyond.prediction },
  });

  const result: StoryResult = {
    folder: folder.path,
    backend,
    classNames: split.classNames,
    models: models.map(({ name, history, secondsPerEpoch, imagesPerSecond }) => ({
      name,
      history,
      secondsPerEpoch,
      imagesPerSecond,
    })),
    prediction: { label: prediction.label, confidence: prediction.probability },
    files: folder.files,
  };
  await folder.finish(settings, mark, {
    ...result,
    folder: undefined,
    timings: run.timings.seconds,
    versions: versions(),
  });
  for (const { name, model } of models) {
    await folder.remove(`${name}/backup`);
    model.dispose();
  }
  narrator.say(`\nEverything is in ${folder.path} (open report.html)`);
  return result;
}
