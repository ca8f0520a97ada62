/** Backends in a page or in a worker of one: WebGPU, WebGL, WebAssembly, plain JavaScript. */
import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../errors";
import type { BackendName } from "../backend-name";
import type { Cluster } from "../cluster/cluster";
import type { NativeInstallation } from "../native-types";
import { prepareWasm, startWasm } from "./browser/wasm";
import { prepareWebgl } from "./browser/webgl";
import { prepareWebgpu } from "./browser/webgpu";
import { prepared } from "./prepared";
import type { PreparedBackend, PrepareOptions } from "./contract";

export const platformBackends: readonly BackendName[] = ["webgpu", "webgl", "wasm", "cpu"];

export const otherPlatformRemedy =
  'It needs Node; in a page use "auto", "webgpu", "webgl", "wasm" or "cpu".';

export async function prepareBackend(
  name: BackendName,
  options: PrepareOptions,
): Promise<PreparedBackend> {
  if (name === "webgpu") return prepareWebgpu();
  if (name === "webgl") return prepareWebgl();
  if (name === "wasm") return prepareWasm(options);
  return prepared("plain JavaScript");
}

export function startBackend(name: BackendName, backend: PreparedBackend): Promise<boolean> {
  return name === "wasm" ? startWasm(backend) : tf.setBackend(name);
}

export function installNative(): Promise<NativeInstallation> {
  return Promise.reject(
    new BackendError("unsupported-platform", "Native TensorFlow cannot be installed from a page.", {
      remedy: "Run `npx flowers-backend install` with Node.",
    }),
  );
}

export function joinCluster(): Promise<Cluster> {
  return Promise.reject(
    new BackendError(
      "unsupported-platform",
      "A page cannot join a cluster: it needs native TensorFlow.",
      {
        remedy: "Run the program with Node on every machine.",
      },
    ),
  );
}

export function findNative(): undefined {
  return undefined;
}

export function registerFileHandler(): void {
  // A page has no paths: tfjs's own handlers (http, indexeddb, downloads) stay as they are.
}
