/** Registers the WebAssembly backend in Node, with the files of the installed package. */
import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../../errors";
import type { PrepareOptions } from "../contract";
import { wasmFolder } from "./package-paths";

/** Registers the backend "wasm". Node runs it with SIMD, on one thread (tfjs has wasm threads in the page only). */
export async function prepareWasm({ wasmPath }: PrepareOptions): Promise<string> {
  const folder = wasmPath ?? wasmFolder();
  if (!existsSync(join(folder, "tfjs-backend-wasm-simd.wasm"))) {
    throw new BackendError(
      "unavailable",
      `The WebAssembly backend's files are not in "${folder}".`,
      {
        remedy: "Install @tensorflow/tfjs-backend-wasm again, or name its dist folder in wasmPath.",
      },
    );
  }
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  // Once it has started, tfjs refuses to hear where its files are. Not tf.findBackend, which starts it, and setBackend
  // would start it a second time.
  if (!("wasm" in tf.engine().registry)) {
    wasm.setWasmPaths(folder.endsWith(sep) || folder.endsWith("/") ? folder : folder + sep);
  }
  return `tfjs-backend-wasm ${wasm.version_wasm}, one thread`;
}
