/** Saves and loads models by path in Node: `file://` and plain paths, as `model.json` and `weights.bin`. */
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../../errors";

type Router = Parameters<typeof tf.io.registerSaveRouter>[0];

const registered = Symbol.for("flowers.backend.file-handler");

export function registerFileHandler(): void {
  const scope = globalThis as { [registered]?: boolean };
  if (scope[registered]) return;
  scope[registered] = true;
  // tfjs refuses a URL that two handlers take: leave `file://` to tfjs-node where the user imports it.
  const probe = "file:///model.json";
  const takesUrls = tf.io.getLoadHandlers(probe).length === 0;
  const route = (url: string | string[]): tf.io.IOHandler | null => {
    if (typeof url !== "string") return null;
    const path = pathOf(url, takesUrls);
    return path === undefined ? null : fileHandler(path);
  };
  // tfjs types a router as never null, and documents that null means "not mine".
  tf.io.registerSaveRouter(route as Router);
  tf.io.registerLoadRouter(route as Router);
}

/** The path that `url` names, or undefined when it belongs to another handler (http, indexeddb ...). */
export function pathOf(url: string, takesUrls: boolean): string | undefined {
  if (/^file:\/\//i.test(url)) {
    if (!takesUrls) return undefined;
    // As tfjs-node does, "file://relative/path" is a relative path; three slashes make a true URL.
    if (!/^file:\/\/\//i.test(url)) return resolve(url.slice("file://".length));
    try {
      return fileURLToPath(url);
    } catch {
      return resolve(url.slice("file://".length)); // A bare "%" in a path that was never encoded.
    }
  }
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(url) ? undefined : resolve(url);
}

function fileHandler(path: string): tf.io.IOHandler {
  return { save: (artifacts) => saveModel(path, artifacts), load: () => loadModel(path) };
}

async function saveModel(
  folder: string,
  artifacts: tf.io.ModelArtifacts,
): Promise<tf.io.SaveResult> {
  const { weightData, weightSpecs, modelTopology, ...rest } = artifacts;
  if (modelTopology instanceof ArrayBuffer) {
    throw new BackendError(
      "invalid-file",
      "save: a binary model topology cannot be saved as JSON.",
    );
  }
  const json = {
    modelTopology,
    format: rest.format,
    generatedBy: rest.generatedBy,
    convertedBy: rest.convertedBy,
    trainingConfig: rest.trainingConfig,
    signature: rest.signature,
    userDefinedMetadata: rest.userDefinedMetadata,
    modelInitializer: rest.modelInitializer,
    weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs ?? [] }],
  };
  const weights = weightData === undefined ? [] : [weightData].flat();
  await writeFolder(folder, weights, JSON.stringify(json));
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
}

/** Writes both files complete or not at all; a folder that does not exist yet appears with both in it. */
async function writeFolder(
  folder: string,
  weights: readonly ArrayBuffer[],
  json: string,
): Promise<void> {
  const existing = await stat(folder).catch(() => undefined);
  if (existing !== undefined && !existing.isDirectory()) {
    throw new BackendError(
      "invalid-file",
      `save: the path must be a folder or not exist yet; "${folder}" is a file.`,
    );
  }
  const unfinished = `${folder.replace(/[\\/]+$/, "")}.${randomUUID()}.unfinished`;
  try {
    await mkdir(unfinished, { recursive: true });
    await writeDurably(
      join(unfinished, "weights.bin"),
      weights.map((part) => new Uint8Array(part)),
    );
    await writeDurably(join(unfinished, "model.json"), [new TextEncoder().encode(json)]);
    if (existing === undefined) {
      await rename(unfinished, folder);
      return;
    }
    for (const name of ["weights.bin", "model.json"]) {
      await rename(join(unfinished, name), join(folder, name));
    }
  } catch (error) {
    throw new BackendError(
      "invalid-file",
      `save: cannot write the model to "${folder}": ${text(error)}`,
      {
        cause: error,
      },
    );
  } finally {
    // Throws where the path runs through a file; mkdir has said so already.
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function writeDurably(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, "wx");
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function loadModel(path: string): Promise<tf.io.ModelArtifacts> {
  const found = await stat(path).catch((error: unknown) => {
    throw new BackendError("invalid-file", `load: there is no model at "${path}".`, {
      cause: error,
    });
  });
  const jsonPath = found.isDirectory() ? join(path, "model.json") : path;
  let model: tf.io.ModelJSON;
  try {
    model = JSON.parse(await readFile(jsonPath, "utf8")) as tf.io.ModelJSON;
  } catch (error) {
    throw new BackendError(
      "invalid-file",
      `load: "${jsonPath}" is not a readable model.json: ${text(error)}`,
      { cause: error },
    );
  }
  if (model === null || typeof model !== "object" || model.modelTopology === undefined) {
    throw new BackendError("invalid-file", `load: ${basename(jsonPath)} holds no modelTopology.`);
  }
  return tf.io.getModelArtifactsForJSON(model, (manifest) =>
    readWeights(dirname(jsonPath), manifest),
  );
}

async function readWeights(
  folder: string,
  manifest: tf.io.WeightsManifestConfig,
): Promise<[tf.io.WeightsManifestEntry[], ArrayBuffer]> {
  const parts: Uint8Array[] = [];
  for (const path of manifest.flatMap((group) => group.paths)) {
    const full = resolve(folder, path);
    const within = relative(folder, full);
    if (within.startsWith("..") || isAbsolute(within)) {
      throw new BackendError(
        "invalid-file",
        `load: weights must lie in the model's folder; found "${path}".`,
      );
    }
    parts.push(
      await readFile(full).catch((error: unknown) => {
        throw new BackendError(
          "invalid-file",
          `load: cannot read the weights "${full}": ${text(error)}`,
          {
            cause: error,
          },
        );
      }),
    );
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return [manifest.flatMap((group) => group.weights), bytes.buffer];
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
