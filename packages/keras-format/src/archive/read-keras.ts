/** Reads a `.keras` file into plain data. */
import { requireBytes } from "../door";
import { KerasFormatError } from "../errors";
import { isObject } from "../config/json";
import { isHdf5, readH5 } from "../hdf5/read-h5";
import { readWeightsFile } from "../hdf5/weights-file";
import { LIMITS } from "../limits";
import type { JsonObject, JsonValue, KerasArray, KerasFile, KerasOptimizer } from "../types";
import { layersOf, withWeights } from "./layer-tree";
import { readZip } from "./zip";

function parseJson(name: string, bytes: Uint8Array): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JsonValue;
  } catch (error) {
    throw new KerasFormatError("invalid-file", `readKeras: ${name} is not JSON.`, { cause: error });
  }
  if (!isObject(value))
    throw new KerasFormatError("invalid-file", `readKeras: ${name} is not a JSON object.`);
  return value;
}

function optimizerOf(
  config: JsonObject,
  weights: ReadonlyMap<string, readonly KerasArray[]>,
): KerasOptimizer | null {
  const compiled = config["compile_config"];
  const optimizer = isObject(compiled) ? compiled["optimizer"] : undefined;
  if (typeof optimizer === "string")
    return { className: optimizer, config: {}, variables: weights.get("optimizer") ?? [] };
  if (!isObject(optimizer) || typeof optimizer["class_name"] !== "string") return null;
  const settings = optimizer["config"];
  return {
    className: optimizer["class_name"],
    config: isObject(settings) ? settings : {},
    variables: weights.get("optimizer") ?? [],
  };
}

/**
 * Reads the bytes of a `.keras` file, or of a whole model in an `.h5` file of Keras 2 or 3: configuration, variables of every
 * layer, optimizer state.
 *
 * Nothing in the file is run or followed: links to other files are refused, sizes are held to {@link LIMITS}, checksums
 * are compared.
 *
 * @throws KerasFormatError `invalid-file`, `unsafe-file`, `too-large` or `unsupported`
 *
 * @example
 * const file = await readKeras(await readFile("flowers.keras"));
 * file.layers.map((layer) => `${layer.name}: ${layer.weights.length}`); // ["rescaling: 0", "conv2d: 2", ...]
 */
export async function readKeras(bytes: Uint8Array): Promise<KerasFile> {
  requireBytes(bytes);
  if (isHdf5(bytes)) return readH5(bytes);
  const limits: Readonly<Record<string, number>> = {
    "metadata.json": LIMITS.jsonBytes,
    "config.json": LIMITS.jsonBytes,
    "model.weights.h5": LIMITS.memberBytes,
  };
  const members = readZip(bytes, (name) =>
    Object.hasOwn(limits, name) ? (limits[name] ?? null) : null,
  );
  const configBytes = members.get("config.json");
  const weightBytes = members.get("model.weights.h5");
  if (!configBytes || !weightBytes) {
    const missing = configBytes ? "model.weights.h5" : "config.json";
    throw new KerasFormatError(
      "invalid-file",
      `readKeras: expected config.json and model.weights.h5 in the archive; ${missing} is missing.`,
    );
  }
  const metadataBytes = members.get("metadata.json");
  const config = parseJson("config.json", configBytes);
  const weights = await readWeightsFile(weightBytes);
  return {
    metadata: metadataBytes ? parseJson("metadata.json", metadataBytes) : {},
    config,
    layers: layersOf(config).map((layer) => withWeights(layer, weights)),
    optimizer: optimizerOf(config, weights),
  };
}
