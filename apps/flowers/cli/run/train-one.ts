/** Trains one model by itself, or continues its training. */
import type { ModelKind } from "../../tutorial/model-kinds";
import { fitData, getData, loadData } from "./chapters";
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

  narrator.step("Train");
  const { model, history } = await timings.measure("Training", () =>
    fitModel(run, kind, fitData(split, settings.seed)),
  );
  model.dispose();
  const { classNames } = split;
  const result = { folder: folder.path, backend, classNames, history, files: folder.files };
  await folder.finish(settings, mark, { ...result, folder: undefined, timings: timings.seconds });
  await folder.remove(`${kind}/backup`);
  narrator.say(`\nThe model, its history and its curves are in ${folder.path}`);
  narrator.say(`Classify photos with it: flowers predict PHOTO --model ${quoted(folder.path)}`);
  return result;
}
