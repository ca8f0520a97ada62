/** Trained models as `model.json` and `weights.bin` in a run's folder: the files that Node reads and writes. */
import { registerLayers } from "@flowers/augmentation";
import { registerClasses } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";
import type { ModelKind } from "../contract";
import { readFile, writeFile } from "./private-files";
import { runFolder } from "./run-store";

/** The two files of a tfjs model. */
export interface ModelFiles {
  /** Text of `model.json`. */
  readonly json: string;
  /** Bytes of `weights.bin`. */
  readonly weights: ArrayBuffer;
}

interface ModelJson {
  readonly modelTopology: object;
  readonly userDefinedMetadata?: Record<string, unknown>;
  readonly weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
}

/** The files of a model. */
export async function toFiles(model: tf.LayersModel): Promise<ModelFiles> {
  let files: ModelFiles | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      const { weightData, weightSpecs = [], ...rest } = artifacts;
      files = {
        json: JSON.stringify({
          ...rest,
          weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
        }),
        weights: tf.io.CompositeArrayBuffer.join(weightData),
      };
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" as const },
      });
    }),
  );
  if (!files) throw new Error("The model could not be saved.");
  return files;
}

/**
 * The model of two files. The caller disposes it.
 *
 * @throws Error when they are not those of a tfjs layers model
 */
export async function fromFiles({ json, weights }: ModelFiles): Promise<tf.LayersModel> {
  registerLayers();
  registerClasses();
  const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(json) as ModelJson;
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: weights,
      userDefinedMetadata,
    }),
  );
}

export async function storeModel(kind: ModelKind, files: ModelFiles): Promise<void> {
  await writeFile(`${runFolder(kind)}/weights.bin`, files.weights);
  await writeFile(`${runFolder(kind)}/model.json`, files.json);
}

/** @throws Error when there is no trained model of this kind */
export async function storedModelFiles(kind: ModelKind): Promise<ModelFiles> {
  const json = await readFile(`${runFolder(kind)}/model.json`);
  const weights = await readFile(`${runFolder(kind)}/weights.bin`);
  if (!json || !weights) throw new Error("This model is not trained yet: train it in step 3.");
  return { json: await json.text(), weights: await weights.arrayBuffer() };
}
