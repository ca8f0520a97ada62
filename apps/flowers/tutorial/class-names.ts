/** Class names inside a model's own files, so that names and weights cannot be of two different runs. */
import type * as tf from "@tensorflow/tfjs";

/** Whatever is saved of the model from now on carries the names, in `model.json`. */
export function nameClasses(model: tf.LayersModel, classNames: readonly string[]): void {
  model.setUserDefinedMetadata({ classNames: [...classNames] });
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
