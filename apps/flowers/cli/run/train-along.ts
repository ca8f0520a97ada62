/** A worker's part of a training that the chief writes down: it computes its own rows and leaves no file. */
import type { ModelKind } from "../../tutorial/model-kinds";
import { fitData, getData, loadData } from "./chapters";
import { fitAlong } from "./fit-model";
import type { Run } from "./run";

/** Trains along until the chief's training ends. */
export async function trainAlong(run: Run, kind: ModelKind): Promise<void> {
  const { pictures } = await getData(run);
  const split = await loadData(run, pictures);
  run.narrator.step("Train along");
  const model = await fitAlong(run, kind, fitData(split, run.settings, run.settings.imageSize));
  model.dispose();
  run.narrator.say("Done. The model is with the chief.");
}
