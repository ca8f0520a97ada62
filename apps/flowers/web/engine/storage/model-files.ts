/** A model as `model.json` and `weights.bin`: the files that Node reads and writes. */
import { registerLayers } from "@flowers/augmentation";
import { fromModelFiles, toModelFiles } from "@flowers/files";
import { registerClasses } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";

/** The two files of a tfjs model. */
export interface ModelFiles {
  /** Text of `model.json`. */
  readonly json: string;
  /** Bytes of `weights.bin`. */
  readonly weights: ArrayBuffer;
}

/** The files of a model. */
export async function toFiles(model: tf.LayersModel): Promise<ModelFiles> {
  let files: ModelFiles | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const { json, weights } = toModelFiles(artifacts);
      files = { json, weights: await new Blob([...weights]).arrayBuffer() };
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" as const } };
    }),
  );
  if (!files) throw new Error("The model could not be saved.");
  return files;
}

/**
 * The model of two files. The caller disposes it.
 *
 * @throws FilesError when they are not those of a tfjs layers model
 */
export async function fromFiles({ json, weights }: ModelFiles): Promise<tf.LayersModel> {
  registerLayers();
  registerClasses();
  const whole = [new Uint8Array(weights)]; // under whatever names the JSON has, they are all here
  const artifacts = await fromModelFiles(json, () =>
    Promise.resolve(whole.pop() ?? new Uint8Array()),
  );
  return tf.loadLayersModel(tf.io.fromMemory(artifacts));
}
