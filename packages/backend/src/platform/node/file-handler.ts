/** Saves and loads models by path in Node: `file://` and plain paths, as `model.json` and `weights.bin`. */
import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  diskFull,
  FilesError,
  folderStore,
  fromModelFiles,
  toModelFiles,
  writeFolder,
  writeModel,
} from "@flowers/files";
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
  try {
    if (await stat(join(folder, "model.json")).catch(() => undefined)) {
      // A kill at any moment leaves the previous model or this one.
      await writeModel(folderStore(folder), "model.json", artifacts, {
        weightsName: "weights.bin",
      });
    } else {
      const { json, weights } = toModelFiles(artifacts);
      await writeFolder(folder, {
        "weights.bin": weights,
        "model.json": [new TextEncoder().encode(json)],
      });
    }
  } catch (error) {
    throw notSaved(folder, error);
  }
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
}

function notSaved(folder: string, error: unknown): BackendError {
  if (FilesError.is(error) && error.code === "invalid-argument") {
    return new BackendError("invalid-file", `save: ${error.message}`, { cause: error });
  }
  const cause = FilesError.is(error) ? error.cause : error;
  const full = diskFull(cause);
  return new BackendError(
    full === undefined ? "invalid-file" : "no-space",
    `save: cannot write the model to "${folder}": ${full ?? text(cause)}`,
    { cause, remedy: FilesError.is(error) ? error.remedy : undefined },
  );
}

async function loadModel(path: string): Promise<tf.io.ModelArtifacts> {
  const found = await stat(path).catch((error: unknown) => {
    throw new BackendError("invalid-file", `load: there is no model at "${path}".`, {
      cause: error,
    });
  });
  const jsonPath = found.isDirectory() ? join(path, "model.json") : path;
  try {
    const json = await readFile(jsonPath, "utf8");
    return await fromModelFiles(json, (part) => readWeights(dirname(jsonPath), part));
  } catch (error) {
    if (BackendError.is(error)) throw error;
    throw new BackendError("invalid-file", `load: "${jsonPath}" cannot be read: ${text(error)}`, {
      cause: error,
    });
  }
}

async function readWeights(folder: string, path: string): Promise<Uint8Array> {
  const full = resolve(folder, path);
  const within = relative(folder, full);
  if (within.startsWith("..") || isAbsolute(within)) {
    throw new BackendError(
      "invalid-file",
      `load: weights must lie in the model's folder; found "${path}".`,
    );
  }
  return readFile(full).catch((error: unknown) => {
    throw new BackendError(
      "invalid-file",
      `load: cannot read the weights "${full}": ${text(error)}`,
      { cause: error },
    );
  });
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
