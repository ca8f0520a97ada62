/** Backends in Node: native TensorFlow, WebAssembly, plain JavaScript. */
import type { BackendName } from "../backend-name";
import { loadNative } from "./node/load-native";
import { prepareWasm } from "./node/prepare-wasm";
import type { PrepareOptions } from "./contract";

export { findNative } from "./node/cache-folder";
export { registerFileHandler } from "./node/file-handler";
export { installNative } from "./node/install-native";

export const platformBackends: readonly BackendName[] = ["tensorflow", "wasm", "cpu"];

export const otherPlatformRemedy =
  'It needs a web page; in Node use "auto", "tensorflow", "wasm" or "cpu".';

export async function prepareBackend(name: BackendName, options: PrepareOptions): Promise<string> {
  if (name === "tensorflow") return `TensorFlow ${loadNative()}`;
  if (name === "wasm") return prepareWasm(options);
  return "plain JavaScript";
}
