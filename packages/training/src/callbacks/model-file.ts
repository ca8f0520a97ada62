/** Writes a model, or its weights, to a path in a form that needs no other package. */
import * as tf from "@tensorflow/tfjs";
import type { FileStore } from "../platform/contract";
import { crc32c } from "./crc32c";
import { encodeSafetensors } from "./safetensors";
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

/**
 * Writes a tfjs model: `<name>.json`, and beside it the weights under a name made of their checksum. The JSON is
 * replaced last and as a whole, so that it always names weights that are there; then the former weights go.
 */
export async function writeTfjsModel(
  store: FileStore,
  path: string,
  model: tf.LayersModel,
): Promise<void> {
  const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve, reject) => {
    const handler = tf.io.withSaveHandler((found) => {
      resolve(found);
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const },
      });
    });
    model.save(handler).catch(reject);
  });
  const data = artifacts.weightData ?? new ArrayBuffer(0);
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(data));
  const stem = path.replace(/\.json$/, "");
  const weightsPath = `${stem}.${crc32c(bytes).toString(16).padStart(8, "0")}.weights.bin`;
  const weightsName = weightsPath.split(/[/\\]/).pop() as string;
  const former = await formerWeights(store, path);

  const { weightData: _, weightSpecs = [], ...rest } = artifacts;
  const json = { ...rest, weightsManifest: [{ paths: [weightsName], weights: weightSpecs }] };
  await store.writeAtomic(weightsPath, bytes);
  await store.writeAtomic(path, new TextEncoder().encode(JSON.stringify(json)));
  if (former !== null && former !== weightsName) {
    await store.remove(
      path.slice(0, path.length - (path.split(/[/\\]/).pop() as string).length) + former,
    );
  }
}

/** The weights' name in the JSON that is there, when it is one of ours. */
async function formerWeights(store: FileStore, path: string): Promise<string | null> {
  const bytes = await store.read(path);
  if (bytes === null) return null;
  const name = /"paths":\["([^"/\\]+\.[0-9a-f]{8}\.weights\.bin)"\]/.exec(
    new TextDecoder().decode(bytes),
  );
  return name?.[1] ?? null;
}
