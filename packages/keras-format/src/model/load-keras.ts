/** A `.keras` file's bytes to a tfjs model, and back: the two steps of each way in one. */
import type * as tf from "@tensorflow/tfjs";
import { fromLayersModel, type FromLayersModelOptions } from "./from-layers-model";
import { readKeras } from "../archive/read-keras";
import { toLayersModel, type ToLayersModelOptions } from "./to-layers-model";
import { writeKeras } from "../archive/write-keras";

/**
 * Makes a tfjs model of a `.keras` file: {@link readKeras}, then {@link toLayersModel}. The optimizer's state is not taken
 * along; `readKeras` gives it. The model is the caller's to dispose of.
 *
 * @throws KerasFormatError `invalid-file`, `unsafe-file` or `too-large` for the file, `unsupported` or `mismatch` for what is in it
 *
 * @example
 * ```ts
 * import { kerasLayers } from "@flowers/model-zoo";
 *
 * const model = await loadKeras(await readFile("flowers.keras"), { layers: kerasLayers });
 * ```
 */
export async function loadKeras(
  bytes: Uint8Array,
  options: ToLayersModelOptions = {},
): Promise<tf.LayersModel> {
  return toLayersModel(await readKeras(bytes), options);
}

/**
 * The bytes of a `.keras` file that Keras 3 loads: {@link fromLayersModel}, then {@link writeKeras}. The model stays the
 * caller's and is not changed.
 *
 * @throws KerasFormatError `unsupported` for a layer or setting that Keras lacks, by name
 *
 * @example
 * ```ts
 * await writeFile("flowers.keras", await saveKeras(model));
 * ```
 */
export async function saveKeras(
  model: tf.LayersModel,
  options: FromLayersModelOptions = {},
): Promise<Uint8Array> {
  return writeKeras(await fromLayersModel(model, options));
}
