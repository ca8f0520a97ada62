/** What a program of one's own must know of a model. */
import { readTemperature } from "../../../tutorial/class-names";
import type { ModelFacts, ModelKind } from "../contract";
import { storedModelFiles } from "../storage/model-store";
import { finishedRun } from "../storage/run-store";

/** @throws Error when the model is not trained */
export async function modelFacts(kind: ModelKind): Promise<ModelFacts> {
  const { classNames } = await finishedRun(kind);
  return { classNames, ...factsOf((await storedModelFiles(kind)).json) };
}

/** @param json text of a `model.json` */
export function factsOf(json: string): Omit<ModelFacts, "classNames"> {
  const model = JSON.parse(json) as { readonly userDefinedMetadata?: unknown };
  // The first layer that says what it takes is the input.
  const [, height, width] = /"batch_input_shape":\[null,(\d+),(\d+),\d+\]/.exec(json) ?? [];
  if (height === undefined || width === undefined)
    throw new Error("This model has no fixed input size.");
  return {
    imageSize: [Number(height), Number(width)],
    temperature: readTemperature(model.userDefinedMetadata) ?? 1,
  };
}
