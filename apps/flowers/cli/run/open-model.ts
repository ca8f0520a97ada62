/** Opens a trained model with the class names that belong to it. */
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { registerLayers } from "@flowers/augmentation";
import { registerClasses } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";
import {
  classNamesIn,
  countClasses,
  readClassNames,
  temperatureOf,
} from "../../tutorial/class-names";
import { UserError } from "../user-error";
import { findModel, type FoundModel } from "./find-model";

export interface OpenedModel extends FoundModel {
  readonly model: tf.LayersModel;
  readonly classNames: readonly string[];
  readonly imageSize: [height: number, width: number];
  readonly colorMode: "rgb" | "rgba" | "grayscale";
  /** At which the confidence was found right on the validation photos; 1 where it was not looked at. */
  readonly temperature: number;
  /** False where neither the model nor a file beside it names the classes. */
  readonly isNamed: boolean;
}

/** By the channels of the model's images. */
const colorModes: Readonly<Record<number, OpenedModel["colorMode"]>> = {
  1: "grayscale",
  3: "rgb",
  4: "rgba",
};

/**
 * Loads the model that `--model` names. The caller disposes it.
 *
 * @throws UserError when there is no model, it is not an image classifier, or names and model do not belong together
 */
export async function openModel(path: string): Promise<OpenedModel> {
  const found = await findModel(path);
  const model = await load(found.file);
  try {
    const [, height, width, channels] = model.inputs[0]?.shape ?? [];
    const colorMode = colorModes[channels ?? 0];
    const classes = countClasses(model);
    if (!height || !width || !colorMode || classes < 2) {
      throw new UserError(
        `--model: expected a classifier of images of a fixed size; "${found.file}" takes [${model.inputs[0]?.shape.map((size) => size ?? "any").join(", ")}] and gives [${model.outputs[0]?.shape.map((size) => size ?? "any").join(", ")}].`,
      );
    }
    const classNames = await namesOf(model, found);
    if (classNames && classNames.length !== classes) {
      throw new UserError(
        `--model: "${found.file}" tells ${classes} classes apart, and ${classNames.length} names came with it (${classNames.join(", ")}). They are not of the same run.`,
      );
    }
    return {
      ...found,
      model,
      classNames: classNames ?? Array.from({ length: classes }, (_, k) => `class ${k}`),
      imageSize: [height, width],
      colorMode,
      temperature: temperatureOf(model),
      isNamed: classNames !== null,
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

async function load(file: string): Promise<tf.LayersModel> {
  registerLayers();
  registerClasses();
  try {
    if (extname(file).toLowerCase() !== ".keras")
      return await tf.loadLayersModel(pathToFileURL(file).href);
    const { fromKeras } = await import("../../tutorial/keras-file");
    return await fromKeras(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = (error as { remedy?: unknown }).remedy;
    throw new UserError(`--model: cannot load "${file}": ${reason}`, {
      remedy: typeof remedy === "string" ? remedy : "",
      cause: error,
    });
  }
}

/** The names inside the model's file, or those of a `classes.json` beside it; both must agree. */
async function namesOf(
  model: tf.LayersModel,
  { file, isCheckpoint }: FoundModel,
): Promise<readonly string[] | null> {
  const folder = isCheckpoint ? dirname(dirname(file)) : dirname(file);
  const path = join(folder, "classes.json");
  const inside = classNamesIn(model);
  const beside = readClassNames(await readJson(path));
  if (inside && beside && inside.join("\n") !== beside.join("\n")) {
    throw new UserError(
      `--model: "${file}" was trained on ${inside.join(", ")}, but "${path}" names ${beside.join(", ")}. They are not of the same run.`,
      { remedy: "Remove the file of the names if the model's own are right." },
    );
  }
  return inside ?? beside;
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(`--model: "${path}" is not valid JSON.`);
  }
}
