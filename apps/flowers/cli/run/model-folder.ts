/** A trained model on disk: `model.json` and `weights.bin` of TensorFlow.js, with the class names beside them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { registerLayers } from "@flowers/augmentation";
import { registerClasses } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";
import { UserError } from "../user-error";

export interface ModelCard {
  readonly classNames: readonly string[];
}

/** Saves the model and what is needed to use it. The folder must exist or be makeable. */
export async function saveModel(folder: string, model: tf.LayersModel): Promise<void> {
  await model.save(pathToFileURL(folder).href);
}

export interface OpenedModel {
  readonly model: tf.LayersModel;
  readonly classNames: readonly string[];
  readonly imageSize: [height: number, width: number];
}

/**
 * Loads a model that `flowers start` or `flowers train` saved. The caller disposes the model.
 *
 * @throws UserError when the folder holds no such model
 */
export async function openModel(folder: string): Promise<OpenedModel> {
  registerLayers();
  registerClasses();
  try {
    const card = JSON.parse(await readFile(join(folder, "classes.json"), "utf8")) as ModelCard;
    const model = await tf.loadLayersModel(pathToFileURL(join(folder, "model.json")).href);
    const [, height, width] = model.inputs[0]?.shape ?? [];
    if (!height || !width) throw new Error("its input has no fixed height and width");
    return { model, classNames: card.classNames, imageSize: [height, width] };
  } catch (error) {
    throw new UserError(
      `--model: expected a folder with model.json and classes.json of a run in "${folder}": ${error instanceof Error ? error.message : String(error)}`,
      2,
      { cause: error },
    );
  }
}
