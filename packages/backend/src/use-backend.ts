/** Chooses the backend of TensorFlow.js, by name or the fastest that this machine can run. */
import * as tf from "@tensorflow/tfjs";
import {
  platformBackends,
  otherPlatformRemedy,
  prepareBackend,
  registerFileHandler,
} from "#platform";
import { backendNames, type BackendName, type BackendRefusal } from "./backend-name";
import { asBackendError, BackendError } from "./errors";
import { registerKernels } from "./register-kernels";

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /**
   * Folder path (Node) or URL (page) of tfjs-backend-wasm's three `.wasm` files, ending in "/".
   * Default: the installed package's own files.
   */
  readonly wasmPath?: string;
  /** Threads of the wasm backend in a cross-origin-isolated page. Default: tfjs's own choice. */
  readonly threads?: number;
}

/** The backend in use. */
export interface BackendChoice {
  readonly name: BackendName;
  /** What it is, for people: a version or an adapter, such as "TensorFlow 2.21.0". */
  readonly description: string;
  /** Faster backends that were passed over, fastest first. Empty when a backend was named. */
  readonly refusals: readonly BackendRefusal[];
}

/**
 * Makes `name` the backend of TensorFlow.js, ready for use, with the kernels that tfjs lacks or has wrong put right
 * ({@link registerKernels}) and `file://` models in Node ({@link registerFileHandler}).
 *
 * `"auto"` takes the first that works of native TensorFlow (Node), WebGPU, WebGL (page), WebAssembly, plain
 * JavaScript, and reports why each faster one was passed over. It installs nothing: see {@link installNative}.
 * Tensors made on another backend stay valid; tfjs moves them when they are used.
 *
 * @throws BackendError `unknown-backend` for a name that is not a backend, else the reason why the named backend
 * cannot be used here, with its remedy.
 * @example
 * ```ts
 * const { name, refusals } = await useBackend("auto");
 * console.log(name, refusals);
 * // wasm [ { backend: "tensorflow", reason: "Native TensorFlow is not installed.", remedy: "Run `npx flowers-backend install`." } ]
 * ```
 */
export async function useBackend(
  name: BackendName | "auto" = "auto",
  options: UseBackendOptions = {},
): Promise<BackendChoice> {
  const { threads } = options;
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new BackendError(
      "invalid-argument",
      `useBackend: threads must be a whole number of at least 1; received ${threads}.`,
    );
  }
  registerFileHandler();
  if (name !== "auto") {
    return { name, description: await activate(name, options), refusals: [] };
  }
  const refusals: BackendRefusal[] = [];
  for (const candidate of platformBackends) {
    try {
      return { name: candidate, description: await activate(candidate, options), refusals };
    } catch (error) {
      const { message, remedy } = asBackendError(error, candidate);
      refusals.push({ backend: candidate, reason: message, remedy });
    }
  }
  throw new BackendError("unavailable", "useBackend: no backend works on this machine.");
}

/** Throws unless `name` is a backend that this platform has. */
export function requirePlatformBackend(name: BackendName): void {
  if (!backendNames.includes(name)) {
    throw new BackendError(
      "unknown-backend",
      `useBackend: name must be "auto" or one of ${quoted(backendNames)}; received ${JSON.stringify(name)}.`,
      { remedy: `Use "auto" or one of ${quoted(platformBackends)}.` },
    );
  }
  if (!platformBackends.includes(name)) {
    throw new BackendError("unavailable", `The backend "${name}" does not exist here.`, {
      remedy: otherPlatformRemedy,
    });
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

async function activate(name: BackendName, options: UseBackendOptions): Promise<string> {
  requirePlatformBackend(name);
  const description = await prepareBackend(name, options);
  // Before setBackend: tfjs runs a kernel's setup only when its backend starts.
  registerKernels();
  let works: boolean;
  try {
    works = await tf.setBackend(name);
    if (works) await tf.ready();
  } catch (error) {
    throw asBackendError(error, `The backend "${name}" did not start`);
  }
  if (!works) {
    throw new BackendError("unavailable", `The backend "${name}" did not start.`, {
      remedy: `Use "auto".`,
    });
  }
  return description;
}
