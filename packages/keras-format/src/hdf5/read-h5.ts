/** A whole model in one `.h5` file, as Keras 2 and, when asked, Keras 3 save it. */
import { layersOf } from "../archive/layer-tree";
import { isObject } from "../config/json";
import { modernEntry } from "../config/modern";
import { KerasFormatError } from "../errors";
import { LIMITS } from "../limits";
import type { JsonObject, JsonValue, KerasFile, KerasLayer } from "../types";
import { optimizerOf } from "./legacy-optimizer";
import { namedLayers, withNamedWeights } from "./legacy-weights";
import { type Hdf5Tree, readTree } from "./read-tree";

/** Whether bytes begin as an HDF5 file does. */
export const isHdf5 = (bytes: Uint8Array): boolean =>
  [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => bytes[i] === byte);

function jsonAttribute(value: unknown, name: string): JsonObject | null {
  if (value === undefined) return null;
  const text: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof text !== "string") {
    throw new KerasFormatError("invalid-file", `readKeras: "${name}" is not text.`);
  }
  if (text.length > LIMITS.jsonBytes) {
    throw new KerasFormatError(
      "too-large",
      `readKeras: expected at most ${LIMITS.jsonBytes} bytes in "${name}"; it has ${text.length}.`,
    );
  }
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new KerasFormatError("invalid-file", `readKeras: "${name}" is not JSON.`, {
      cause: error,
    });
  }
  if (isObject(parsed)) return parsed;
  throw new KerasFormatError("invalid-file", `readKeras: "${name}" is not a JSON object.`);
}

/** The model of a whole `.h5` file, in Keras 3's form. */
export async function readH5(bytes: Uint8Array): Promise<KerasFile> {
  const tree = await readTree(bytes, "the file");
  const root = tree.attributes.get("") ?? {};
  const given = jsonAttribute(root["model_config"], "model_config");
  if (given === null) {
    throw new KerasFormatError(
      "invalid-file",
      "readKeras: expected a model in the .h5 file; it has weights alone.",
      { remedy: "Make the model first, then call loadWeights(model, bytes)." },
    );
  }
  const version = textOf(root["keras_version"]);
  const model = modernEntry(given);
  const training = jsonAttribute(root["training_config"], "training_config");
  const config = training ? { ...model, compile_config: compileConfig(training) } : model;
  return {
    metadata: version === undefined ? {} : { keras_version: version },
    config,
    layers: layersWithWeights(layersOf(config), tree),
    optimizer: training ? optimizerOf(training, tree) : null,
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

function layersWithWeights(layers: readonly KerasLayer[], tree: Hdf5Tree): KerasLayer[] {
  const named = namedLayers(tree, "model_weights");
  if (named === null) {
    throw new KerasFormatError("invalid-file", "readKeras: the .h5 file has no model_weights.");
  }
  const byName = new Map(named.map((each) => [each.name, each]));
  return layers.map((layer) => {
    const found = byName.get(layer.name);
    return found ? withNamedWeights(layer, found) : layer;
  });
}

/** Keras 2 wrote `optimizer_config` where Keras 3 has `optimizer`. */
function compileConfig(training: JsonObject): JsonObject {
  const { optimizer_config: optimizer, ...rest } = training;
  return { ...rest, optimizer: training["optimizer"] ?? optimizer ?? null };
}
