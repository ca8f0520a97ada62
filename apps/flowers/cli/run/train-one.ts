/** Trains one model by itself, or continues its training. */
import type { Calibration } from "@flowers/training";
import type { ModelKind } from "../../tutorial/model-kinds";
import { findDuplicates, fitData, getData, loadData } from "./chapters";
import { quoted } from "./find-model";
import { fitModel } from "./fit-model";
import { keepFromNow, type Run } from "./run";
import { markPictures } from "./run-card";

/** What a training came to, for machines. */
export interface TrainResult {
  readonly folder: string;
  readonly backend: string;
  readonly classNames: readonly string[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** Of the trained model, on the photos held back. */
  readonly validationAccuracy: number;
  readonly calibration: Calibration | null;
  /** Pairs of a training and a validation photo that are nearly the same. */
  readonly nearDuplicates: number;
  readonly files: readonly string[];
}

/** Leaves the model, its history and its curves in the run's folder. */
export async function trainOne(run: Run, kind: ModelKind): Promise<TrainResult> {
  const { settings, folder, narrator, timings } = run;
  const { pictures, backend } = await getData(run);
  const split = await loadData(run, pictures);
  const mark = markPictures(split, pictures.directory);
  await folder.begin(settings, mark);
  keepFromNow(run);
  const nearDuplicates = await findDuplicates(run, pictures, split);

  narrator.step("Train");
  const { model, history, judgement, calibration } = await timings.measure("Training", () =>
    fitModel(run, kind, fitData(split, settings, settings.imageSize)),
  );
  model.dispose();
  const { classNames } = split;
  const result = {
    folder: folder.path,
    backend,
    classNames,
    history,
    validationAccuracy: judgement.accuracy,
    calibration,
    nearDuplicates: nearDuplicates.length,
    files: folder.files,
  };
  await folder.finish(settings, mark, { ...result, folder: undefined, timings: timings.seconds });
  await folder.remove(`${kind}/backup`);
  narrator.say(`\nThe model, its history and its curves are in ${folder.path}`);
  narrator.say(`Classify photos with it: flowers predict PHOTO --model ${quoted(folder.path)}`);
  return result;
}
