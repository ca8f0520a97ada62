/** `keras.models`. */
import { files } from "@flowers/files";
import { KerasFormatError, loadKeras, saveKeras } from "@flowers/keras-format";
import { kerasLayers } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";

export { model, sequential } from "@tensorflow/tfjs";

/**
 * `keras.models.load_model`: a model of a `.keras` file, with our layers in place of TensorFlow.js's, so that it trains on
 * with Keras's numbers; or of a tfjs `model.json`. The model is the caller's to dispose of.
 *
 * @param source a path (in a page, one inside the origin's private file system), or the bytes of a `.keras` file
 * @throws KerasFormatError `invalid-file` when there is no such file or it is damaged; `unsupported` for what cannot be
 * carried over, by name
 * @example
 * ```ts
 * const model = await keras.models.loadModel("flowers.keras");
 * ```
 */
export async function loadModel(source: string | Uint8Array): Promise<tf.LayersModel> {
  if (typeof source !== "string") return loadKeras(source, { layers: kerasLayers });
  if (!source.endsWith(".keras")) return tf.loadLayersModel(source);
  const bytes = await files.read(source);
  if (bytes === null) {
    throw new KerasFormatError("invalid-file", `loadModel: there is no file "${source}".`, {
      remedy: "Check the path.",
    });
  }
  return loadKeras(bytes, { layers: kerasLayers });
}

/**
 * `keras.models.save_model`: writes a `.keras` file that Keras 3 loads, whole or not at all. Any other path is tfjs's to save.
 * The model stays the caller's.
 *
 * @param path where to; in a page, inside the origin's private file system
 * @throws KerasFormatError `unsupported` for a layer or setting that Keras lacks, by name
 */
export async function saveModel(model: tf.LayersModel, path: string): Promise<void> {
  if (path.endsWith(".keras")) await files.writeAtomic(path, await saveKeras(model));
  else await model.save(path);
}
