/** Models as `.keras` files. Apart from the rest, since it brings HDF5 along, which is large. */
import { fromLayersModel, readKeras, toLayersModel, writeKeras } from "@flowers/keras-format";
import type * as tf from "@tensorflow/tfjs";
import { kerasLayers } from "./keras-layers";

export async function toKeras(model: tf.LayersModel): Promise<Uint8Array<ArrayBuffer>> {
  return (await writeKeras(await fromLayersModel(model))) as Uint8Array<ArrayBuffer>;
}

/** The caller disposes the model. */
export async function fromKeras(bytes: Uint8Array): Promise<tf.LayersModel> {
  return toLayersModel(await readKeras(bytes), { layers: kerasLayers });
}
