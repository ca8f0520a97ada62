/**
 * The two files of a tfjs model: `model.json`, with the topology and the list of the weights, and their bytes. Types and
 * names are those of `tf.io`, by structure, so that this package does not need TensorFlow.js.
 */
import {
  isBuffer,
  isBytes,
  isRecord,
  refuse,
  requireFunction,
  requireRecord,
  requireStore,
  requireText,
} from "./arguments";
import { crc32c } from "./crc";
import { FilesError } from "./errors";
import type { FileStore } from "./file-store";

/** One tensor in the bytes of the weights, as `tf.io.WeightsManifestEntry`. */
export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: "float32" | "int32" | "bool" | "string" | "complex64";
  quantization?: { scale?: number; min?: number; dtype: "uint16" | "uint8" | "float16" };
}

/** How a model was compiled, as `tf.io.TrainingConfig`. */
export interface TrainingConfig {
  optimizer_config: object;
  loss: string | string[] | Record<string, string>;
  metrics?: string[] | Record<string, string>;
  weighted_metrics?: string[];
  sample_weight_mode?: string;
  loss_weights?: number[] | Record<string, number>;
}

/** What a model is made of, as `tf.io.ModelArtifacts`. */
export interface ModelArtifacts {
  modelTopology?: object;
  format?: string;
  generatedBy?: string;
  convertedBy?: string | null;
  trainingConfig?: TrainingConfig;
  signature?: object;
  userDefinedMetadata?: Record<string, object>;
  modelInitializer?: object;
  initializerSignature?: object;
  weightSpecs?: WeightSpec[];
  weightData?: ArrayBuffer | ArrayBuffer[];
}

/** A model as two files. */
export interface ModelFiles {
  /** Text of `model.json`. */
  readonly json: string;
  /** Bytes of the weights, in pieces: views of the artifacts' own memory. */
  readonly weights: readonly Uint8Array<ArrayBuffer>[];
}

interface ModelJson extends Omit<ModelArtifacts, "weightSpecs" | "weightData"> {
  weightsManifest?: { paths: string[]; weights: WeightSpec[] }[];
}

/**
 * A model's two files.
 *
 * @param weightsName the name of the weights' file, which stands in the JSON
 * @throws FilesError `invalid-argument` for a binary topology, which JSON cannot hold, and for weights that are no ArrayBuffer
 * @example
 * ```ts
 * await model.save(tf.io.withSaveHandler(async (artifacts) => {
 *   const { json, weights } = toModelFiles(artifacts);
 *   ...
 * }));
 * ```
 */
export function toModelFiles(artifacts: ModelArtifacts, weightsName = "weights.bin"): ModelFiles {
  checkArtifacts("toModelFiles", artifacts);
  requireText("toModelFiles", "weightsName", weightsName);
  if (artifacts.modelTopology instanceof ArrayBuffer) {
    throw new FilesError("invalid-argument", "a binary model topology cannot be saved as JSON.");
  }
  const json: ModelJson = {
    modelTopology: artifacts.modelTopology,
    format: artifacts.format,
    generatedBy: artifacts.generatedBy,
    convertedBy: artifacts.convertedBy,
    trainingConfig: artifacts.trainingConfig,
    signature: artifacts.signature,
    userDefinedMetadata: artifacts.userDefinedMetadata,
    modelInitializer: artifacts.modelInitializer,
    initializerSignature: artifacts.initializerSignature,
    weightsManifest: [{ paths: [weightsName], weights: artifacts.weightSpecs ?? [] }],
  };
  const { weightData = [] } = artifacts;
  const pieces = Array.isArray(weightData) ? weightData : [weightData];
  return { json: JSON.stringify(json), weights: pieces.map((piece) => new Uint8Array(piece)) };
}

/**
 * The model of two files, for `tf.io.fromMemory`.
 *
 * @param readWeights gives the bytes of a file that the JSON names, relative to it
 * @throws FilesError `invalid-file` when the JSON is not that of a tfjs model; and what `readWeights` throws
 */
export async function fromModelFiles(
  json: string,
  readWeights: (path: string) => Promise<Uint8Array>,
): Promise<ModelArtifacts> {
  requireText("fromModelFiles", "json", json);
  requireFunction("fromModelFiles", "readWeights", readWeights);
  const { weightsManifest = [], ...artifacts } = parseModelJson(json);
  const parts: Uint8Array[] = [];
  for (const path of weightsManifest.flatMap(({ paths }) => paths)) {
    const bytes: unknown = await readWeights(path);
    if (!isBytes(bytes)) refuse("fromModelFiles", "what readWeights gives", "a Uint8Array", bytes);
    parts.push(bytes);
  }
  return {
    ...artifacts,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: joined(parts).buffer,
  };
}

function parseModelJson(text: string): ModelJson {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FilesError("invalid-file", `it is not a readable model.json: ${reason}`, { cause });
  }
  if (!isModelJson(json)) throw new FilesError("invalid-file", "it holds no modelTopology.");
  if (json.weightsManifest !== undefined && !isManifest(json.weightsManifest)) {
    throw new FilesError(
      "invalid-file",
      "its weightsManifest must be a list of groups with paths and weights.",
    );
  }
  return json;
}

function isModelJson(json: unknown): json is ModelJson {
  return typeof json === "object" && json !== null && "modelTopology" in json;
}

function isManifest(manifest: unknown): boolean {
  return (
    Array.isArray(manifest) &&
    manifest.every(
      (group: unknown) =>
        isRecord(group) &&
        Array.isArray(group["paths"]) &&
        group["paths"].every((path) => typeof path === "string") &&
        Array.isArray(group["weights"]) &&
        group["weights"].every(isRecord),
    )
  );
}

/** Bytes by number of elements would be bytes of zeros, and numbers of another type would be cut to bytes. */
function checkArtifacts(caller: string, artifacts: ModelArtifacts): void {
  requireRecord(caller, "artifacts", artifacts);
  const { weightData = [], weightSpecs = [] } = artifacts;
  const pieces: readonly unknown[] = Array.isArray(weightData) ? weightData : [weightData];
  const wrong = pieces.findIndex((piece) => !isBuffer(piece));
  if (wrong >= 0)
    refuse(caller, "artifacts.weightData", "an ArrayBuffer, or a list of them", pieces[wrong]);
  if (!(Array.isArray(weightSpecs) && weightSpecs.every(isRecord)))
    refuse(caller, "artifacts.weightSpecs", "a list of specifications", weightSpecs);
}

/**
 * Writes a tfjs model: `<name>.json`, and beside it the weights under a name made of their checksum. The JSON is
 * replaced last and as a whole, so that it always names weights that are there; then the previous weights go.
 *
 * @param options `weightsName` ends with the weights under that name instead, whatever the previous model's are called:
 *   they are written twice, and the JSON names the first copy while the second one takes its place
 */
export async function writeModel(
  store: FileStore,
  path: string,
  artifacts: ModelArtifacts,
  options: { readonly weightsName?: string } = {},
): Promise<void> {
  requireStore("writeModel", store);
  requireText("writeModel", "path", path);
  checkArtifacts("writeModel", artifacts);
  requireRecord("writeModel", "options", options);
  const { weightsName: finalName } = options;
  if (finalName !== undefined) requireText("writeModel", "weightsName", finalName);
  const bytes = joined(toModelFiles(artifacts).weights);
  const checksum = crc32c(bytes).toString(16).padStart(8, "0");
  const weightsPath = `${path.replace(/\.json$/, "")}.${checksum}.weights.bin`;
  const weightsName = nameOf(weightsPath);
  const previous = await ownWeights(store, path);
  await store.writeAtomic(weightsPath, bytes);
  const { json } = toModelFiles(artifacts, weightsName);
  await store.writeAtomic(path, new TextEncoder().encode(json));
  if (previous !== null && previous !== weightsName) await store.remove(folderOf(path) + previous);
  if (finalName === undefined) return;
  await store.writeAtomic(folderOf(path) + finalName, bytes);
  const final = toModelFiles(artifacts, finalName).json;
  await store.writeAtomic(path, new TextEncoder().encode(final));
  await store.remove(weightsPath);
}

/**
 * Reads a tfjs model that {@link writeModel} or `model.save` wrote.
 *
 * @param path of the JSON
 * @returns null when there is none
 * @throws FilesError `invalid-file` when the JSON is damaged or its weights are missing
 */
export async function readModel(store: FileStore, path: string): Promise<ModelArtifacts | null> {
  requireStore("readModel", store);
  requireText("readModel", "path", path);
  const bytes = await store.read(path);
  if (bytes === null) return null;
  return fromModelFiles(new TextDecoder().decode(bytes), async (name) => {
    const found = isBeside(name) ? await store.read(folderOf(path) + name) : null;
    if (found !== null) return found;
    throw new FilesError(
      "invalid-file",
      `"${path}" names the weights "${name}", which are not there.`,
    );
  });
}

/** Whether a path that a JSON names stays in the JSON's folder. */
export function isBeside(path: string): boolean {
  return path !== "" && !/^([/\\]|[a-z]+:)/i.test(path) && !path.split(/[/\\]/).includes("..");
}

/** The weights' name in the JSON that is there, when it is one that {@link writeModel} chose. */
async function ownWeights(store: FileStore, path: string): Promise<string | null> {
  const bytes = await store.read(path);
  if (bytes === null) return null;
  const name = /"paths":\["([^"/\\]+\.[0-9a-f]{8}\.weights\.bin)"\]/.exec(
    new TextDecoder().decode(bytes),
  );
  return name?.[1] ?? null;
}

function nameOf(path: string): string {
  return path.slice(folderOf(path).length);
}

/** Up to the last separator, which stays. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
