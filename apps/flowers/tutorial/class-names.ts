/** Class names and temperature inside a model's own files, so that they and the weights cannot be of two different runs. */
import type * as tf from "@tensorflow/tfjs";

/** Whatever is saved of the model from now on carries the names, in `model.json`. */
export function nameClasses(model: tf.LayersModel, classNames: readonly string[]): void {
  model.setUserDefinedMetadata({ ...metadataOf(model), classNames: [...classNames] });
}

/** Whatever is saved of the model from now on carries the temperature at which its confidence is right. */
export function setTemperature(model: tf.LayersModel, temperature: number): void {
  model.setUserDefinedMetadata({ ...metadataOf(model), temperature });
}

/** The temperature that came with the model's file; 1 when it has none. */
export function temperatureOf(model: tf.LayersModel): number {
  return readTemperature(metadataOf(model)) ?? 1;
}

/** The `temperature` of a JSON value; null when it has none. */
export function readTemperature(value: unknown): number | null {
  if (typeof value !== "object" || value === null || !("temperature" in value)) return null;
  const { temperature } = value;
  return typeof temperature === "number" && Number.isFinite(temperature) && temperature > 0
    ? temperature
    : null;
}

function metadataOf(model: tf.LayersModel): object {
  return (model.getUserDefinedMetadata() as object | null | undefined) ?? {};
}

/** The names that came with the model's file; null when it has none. */
export function classNamesIn(model: tf.LayersModel): readonly string[] | null {
  return readClassNames(model.getUserDefinedMetadata());
}

/** The `classNames` of a JSON value; null when it has none. */
export function readClassNames(value: unknown): readonly string[] | null {
  if (typeof value !== "object" || value === null || !("classNames" in value)) return null;
  const { classNames } = value;
  return Array.isArray(classNames) && classNames.every((name) => typeof name === "string")
    ? classNames
    : null;
}

/** How many classes the model tells apart: one unit is a choice between two. */
export function countClasses(model: tf.LayersModel): number {
  const units = model.outputs[0]?.shape.at(-1) ?? 0;
  return units === 1 ? 2 : units;
}
