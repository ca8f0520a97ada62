/** `keras.models`. */
import { loadKeras, saveKeras } from "@flowers/keras-format";
import { kerasLayers } from "@flowers/model-zoo";
import type * as tf from "@tensorflow/tfjs";

export { model, sequential } from "@tensorflow/tfjs";

/**
 * `keras.models.load_model`: the model in the bytes of a `.keras` file, with our layers in place of TensorFlow.js's, so that
 * it trains on with Keras's numbers. The model is the caller's to dispose of.
 *
 * @throws KerasFormatError when the file is damaged, or holds what cannot be carried over, by name
 */
export function loadModel(bytes: Uint8Array): Promise<tf.LayersModel> {
  return loadKeras(bytes, { layers: kerasLayers });
}

export { saveKeras as saveModel };
