/** Models and options as the functions of this folder take them, told from anything else before they are used. */
import type * as tf from "@tensorflow/tfjs";
import { optionsOf } from "../arguments";
import { ModelZooError } from "../errors";

/** @throws ModelZooError `invalid-argument` for what is no model */
export function requireModel(caller: string, argument: string, model: tf.LayersModel): void {
  const { getClassName, layers, inputs } = (model ?? {}) as Partial<tf.LayersModel>;
  if (typeof getClassName === "function" && Array.isArray(layers) && Array.isArray(inputs)) return;
  const received = model instanceof Object ? model.constructor.name : JSON.stringify(model);
  throw new ModelZooError(
    "invalid-argument",
    `${caller}: expected \`${argument}\` to be a tf.LayersModel. Received: ${received}`,
    { remedy: "Give the model itself; what is loaded must be awaited first." },
  );
}

/** Options, or none. @throws ModelZooError `invalid-argument` */
export function givenOptions<T extends object>(caller: string, options: T | undefined): T {
  return options === undefined ? ({} as T) : optionsOf(options, caller);
}
