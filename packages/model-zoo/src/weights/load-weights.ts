/** Puts the weights of a file into a network of the same layers. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { readBytes } from "./read-bytes";
import { readWeights, type SavedWeight, type WeightsByLayer } from "./read-weights";

const shown = (shape: readonly (number | null)[]): string => `[${shape.join(", ")}]`;

/**
 * Overwrites every weight of a model with those of a file, matched by the names of layers. All or nothing: a file that does not
 * fit changes none.
 *
 * @param caller the function that errors name
 * @throws ModelZooError `invalid-file` for a file that is missing, damaged or of another kind, `invalid-argument` for the weights
 * of another network
 */
export async function loadWeights(
  model: tf.LayersModel,
  caller: string,
  source: string | URL,
): Promise<void> {
  let saved: WeightsByLayer;
  try {
    saved = await readWeights(await readBytes(source));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    throw new ModelZooError(
      "invalid-file",
      `${caller}: weights cannot be read from "${String(source)}": ${reason}.`,
      { cause },
    );
  }
  const layers = model.layers.filter(({ weights }) => weights.length > 0);
  requireSameLayers(layers, saved, caller, source);
  const pairs = layers.map((layer) => {
    const given = saved.get(layer.name) ?? [];
    requireSameShapes(layer, given, caller, source);
    return [layer, given] as const;
  });
  for (const [layer, given] of pairs) {
    const tensors = given.map(({ values, shape }) => tf.tensor(values, [...shape], "float32"));
    layer.setWeights(tensors);
    tf.dispose(tensors);
  }
}

function otherNetwork(caller: string, source: string | URL, reason: string): ModelZooError {
  return new ModelZooError(
    "invalid-argument",
    `${caller}: "${String(source)}" holds the weights of another network: ${reason}.`,
    { remedy: "Give weights that were saved from this network without its top." },
  );
}

function requireSameLayers(
  layers: readonly tf.layers.Layer[],
  saved: WeightsByLayer,
  caller: string,
  source: string | URL,
): void {
  const names = new Set(layers.map(({ name }) => name));
  const missing = layers.find(({ name }) => !saved.has(name));
  if (missing) throw otherNetwork(caller, source, `it has no layer "${missing.name}"`);
  const extra = [...saved.keys()].find((name) => !names.has(name));
  if (extra !== undefined)
    throw otherNetwork(caller, source, `its layer "${extra}" has no place here`);
}

function requireSameShapes(
  layer: tf.layers.Layer,
  given: readonly SavedWeight[],
  caller: string,
  source: string | URL,
): void {
  const expected = layer.weights.map(({ shape }) => shown(shape)).join(", ");
  const received = given.map(({ shape }) => shown(shape)).join(", ");
  if (expected !== received)
    throw otherNetwork(
      caller,
      source,
      `its layer "${layer.name}" has weights of shapes ${received}, and ${expected} are needed`,
    );
}
