/** Models as `.keras` files, with their class names and temperature. Apart from the rest, since it brings HDF5 along, which is large. */
import { kerasLayers as imageLayers } from "@flowers/augmentation";
import { fromLayersModel, readKeras, toLayersModel, writeKeras } from "@flowers/keras-format";
import { kerasLayers as ownLayers } from "@flowers/model-zoo";
import type * as tf from "@tensorflow/tfjs";
import {
  nameClasses,
  readClassNames,
  readTemperature,
  setTemperature,
  temperatureOf,
} from "./class-names";

/** The bytes of a `.keras` file. The names lie in its metadata, which Keras passes over. */
export async function toKeras(
  model: tf.LayersModel,
  classNames: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  const file = await fromLayersModel(model);
  const temperature = temperatureOf(model);
  const flowers = { classNames: [...classNames], ...(temperature === 1 ? {} : { temperature }) };
  const metadata = { ...file.metadata, flowers };
  return (await writeKeras({ ...file, metadata })) as Uint8Array<ArrayBuffer>;
}

/** The model, with the class names and the temperature that the file has. The caller disposes it. */
export async function fromKeras(bytes: Uint8Array): Promise<tf.LayersModel> {
  const file = await readKeras(bytes);
  const model = toLayersModel(file, { layers: { ...imageLayers, ...ownLayers } });
  const classNames = readClassNames(file.metadata["flowers"]);
  if (classNames) nameClasses(model, classNames);
  const temperature = readTemperature(file.metadata["flowers"]);
  if (temperature !== null) setTemperature(model, temperature);
  return model;
}
