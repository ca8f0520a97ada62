/** The files of trained models, in the folders of their runs. */
import type { ModelKind } from "../contract";
import type { ModelFiles } from "./model-files";
import { readFile } from "./private-files";
import { filesFolder, finishedRun } from "./run-store";

/** @throws Error when there is no trained model of this kind */
export async function storedModelFiles(kind: ModelKind): Promise<ModelFiles> {
  const folder = filesFolder(kind, await finishedRun(kind));
  const json = await readFile(`${folder}/model.json`);
  const weights = await readFile(`${folder}/weights.bin`);
  if (!json || !weights) throw new Error("This model is not trained yet: train it in step 3.");
  return { json: await json.text(), weights: await weights.arrayBuffer() };
}
