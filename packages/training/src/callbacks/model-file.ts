/** Writes a model, or its weights, to a path in a form that needs no other package. */
import { encodeSafetensors, type FileStore, type ModelArtifacts, writeModel } from "@flowers/files";
import * as tf from "@tensorflow/tfjs";
import { readWeights } from "./weights";

/** Writes all weights, in `model.weights` order, as one safetensors file. Names carry their place: `0:kernel`. */
export async function writeWeightsFile(
  store: FileStore,
  path: string,
  model: tf.LayersModel,
): Promise<void> {
  const weights = await readWeights(model);
  const numbered = weights.map((weight, i) => ({ ...weight, name: `${i}:${weight.name}` }));
  await store.writeAtomic(path, encodeSafetensors(numbered));
}

/** Writes a tfjs model as `<name>.json` with its weights beside it; the JSON always names weights that are there. */
export async function writeTfjsModel(
  store: FileStore,
  path: string,
  model: tf.LayersModel,
): Promise<void> {
  const artifacts = await new Promise<ModelArtifacts>((resolve, reject) => {
    const handler = tf.io.withSaveHandler((found) => {
      resolve(found);
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const },
      });
    });
    model.save(handler).catch(reject);
  });
  await writeModel(store, path, artifacts);
}
