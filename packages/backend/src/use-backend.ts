/** Chooses the backend of TensorFlow.js, by name or the fastest that this machine can run. */
import * as tf from "@tensorflow/tfjs";
import {
  platformBackends,
  otherPlatformRemedy,
  prepareBackend,
  registerFileHandler,
  startBackend,
} from "#platform";
import { backendNames, type BackendName, type BackendRefusal } from "./backend-name";
import { checkOptions, type Rule, show, text, wholeFromOne } from "./check-options";
import { asBackendError, BackendError } from "./errors";
import type { PreparedBackend } from "./platform/contract";
import { registerKernels } from "./register-kernels";

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /**
   * Folder path (Node) or URL (page) of tfjs-backend-wasm's three `.wasm` files, ending in "/".
   * Default: the installed package's own files.
   */
  readonly wasmPath?: string;
  /**
   * Threads of the wasm backend in a cross-origin-isolated page, 1 to 8; elsewhere it has one. What the backend has when it
   * starts for the first time in a page or worker, it keeps. Default: one for each of the processor's, at most 8.
   */
  readonly threads?: number;
}

const rules: Readonly<Record<keyof UseBackendOptions, Rule>> = {
  wasmPath: text,
  threads: wholeFromOne,
};

/** The backend in use. */
export interface BackendChoice {
  readonly name: BackendName;
  /** What it is, for people: a version or an adapter, such as "TensorFlow 2.21.0". */
  readonly description: string;
  /** What keeps it from its full speed here, in one sentence; "" when nothing does. */
  readonly warning: string;
  /** Threads that compute; 1 for a backend that has none of its own. */
  readonly threads: number;
  /** Backends that were passed over, usually the faster first. Empty when a backend was named. */
  readonly refusals: readonly BackendRefusal[];
}

/**
 * Makes `name` the backend of TensorFlow.js, ready for use, with kernels for what tfjs lacks or gets wrong
 * ({@link registerKernels}) and `file://` models in Node ({@link registerFileHandler}).
 *
 * `"auto"` takes the first that works of native TensorFlow (Node), WebGPU, WebGL (page), WebAssembly, plain
 * JavaScript, and reports why each faster one was passed over. It installs nothing: see {@link installNative}.
 * Tensors made on another backend stay valid; tfjs moves them when they are used.
 *
 * @throws BackendError `invalid-argument` for options that do not fit, `unknown-backend` for a name that is not a backend, else the reason why the named backend
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
  checkOptions("useBackend", options, rules);
  registerFileHandler();
  if (name !== "auto") {
    const backend = await prepare(name, options);
    await start(name, backend);
    return choice(name, backend, []);
  }
  const refusals: BackendRefusal[] = [];
  for (const candidate of platformBackends) {
    try {
      const backend = await prepare(candidate, options);
      if (backend.software) {
        throw new BackendError("unavailable", `${backend.description}: ${backend.warning}`, {
          remedy: `Name "${candidate}" to use it all the same.`,
        });
      }
      await start(candidate, backend);
      return choice(candidate, backend, refusals);
    } catch (error) {
      const { message, remedy } = asBackendError(error, candidate);
      refusals.push({ backend: candidate, reason: message, remedy });
    }
  }
  throw new BackendError("unavailable", "useBackend: no backend works on this machine.", {
    remedy: "Call diagnoseBackends() to see why each of them does not.",
  });
}

/** Throws unless `name` is a backend that this platform has. */
export function requirePlatformBackend(name: BackendName): void {
  if (!backendNames.includes(name)) {
    throw new BackendError(
      "unknown-backend",
      `useBackend: name must be "auto" or one of ${quoted(backendNames)}; received ${show(name)}.`,
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

function choice(
  name: BackendName,
  { description, warning, threads }: PreparedBackend,
  refusals: readonly BackendRefusal[],
): BackendChoice {
  return { name, description, warning, threads, refusals };
}

function prepare(name: BackendName, options: UseBackendOptions): Promise<PreparedBackend> {
  requirePlatformBackend(name);
  return prepareBackend(name, options);
}

async function start(name: BackendName, backend: PreparedBackend): Promise<void> {
  // Before setBackend: tfjs runs a kernel's setup only when its backend starts.
  registerKernels();
  let works: boolean;
  try {
    works = await startBackend(name, backend);
    if (works) await tf.ready();
  } catch (error) {
    throw asBackendError(error, `The backend "${name}" did not start`);
  }
  if (!works) {
    throw new BackendError("unavailable", `The backend "${name}" did not start.`, {
      remedy: `Use another: ${quoted(platformBackends.filter((each) => each !== name))}.`,
    });
  }
}
