/** Backends in Node: native TensorFlow, WebAssembly, plain JavaScript. */
import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../backend-name";
import { loadNative } from "./node/load-native";
import { prepareWasm } from "./node/prepare-wasm";
import { prepared } from "./prepared";
import type { PreparedBackend, PrepareOptions } from "./contract";

export { joinCluster } from "./node/join-cluster";
export { findNative } from "./node/cache-folder";
export { registerFileHandler } from "./node/file-handler";
export { installNative } from "./node/install-native";

export const platformBackends: readonly BackendName[] = ["tensorflow", "wasm", "cpu"];

export const otherPlatformRemedy =
  'It needs a web page; in Node use "auto", "tensorflow", "wasm" or "cpu".';

export async function prepareBackend(
  name: BackendName,
  options: PrepareOptions,
): Promise<PreparedBackend> {
  if (name === "tensorflow") return prepared(`TensorFlow ${loadNative()}`);
  if (name === "wasm") return prepared(await prepareWasm(options));
  return prepared("plain JavaScript");
}

export function startBackend(name: BackendName): Promise<boolean> {
  return tf.setBackend(name);
}
