/** Models and options as the functions of this package take them, told from anything else before they are used. */
import type * as tf from "@tensorflow/tfjs";
import { TrainingError } from "./errors";
import { show } from "./options";

/** @throws TrainingError `invalid-argument` for what is no model */
export function requireModel(caller: string, model: tf.LayersModel): void {
  const { getClassName, layers, inputs } = (model ?? {}) as Partial<tf.LayersModel>;
  if (typeof getClassName === "function" && Array.isArray(layers) && Array.isArray(inputs)) return;
  throw new TrainingError(
    "invalid-argument",
    `${caller}: expected a tf.LayersModel; received ${show(model)}.`,
    { remedy: "Give the model itself; what is loaded must be awaited first." },
  );
}

/** @throws TrainingError `invalid-argument` for what is no record of options */
export function requireOptions(caller: string, options: object): void {
  if (typeof options === "object" && (options as object | null) !== null && !Array.isArray(options))
    return;
  throw new TrainingError(
    "invalid-argument",
    `${caller}: expected options by name, in one object; received ${show(options)}.`,
  );
}

/** @throws TrainingError `invalid-argument` for what is no list of numbers */
export function requireNumbers(caller: string, argument: string, values: ArrayLike<number>): void {
  const isList =
    Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
  if (isList) return;
  throw new TrainingError(
    "invalid-argument",
    `${caller}: ${argument} must be a list of numbers; received ${show(values)}.`,
  );
}
