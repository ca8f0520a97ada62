/** WebAssembly: tfjs-backend-wasm's files, and its threads where the page is cross-origin isolated. */
import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../../errors";
import type { PreparedBackend, PrepareOptions } from "../contract";
import { prepared } from "../prepared";
import { bundledWasm, requireWasm, wasmIn } from "./wasm-files";
import { withThreads } from "./wasm-threads";

/** A module of one function with one SIMD instruction: valid where the engine has SIMD. */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0],
  ...[10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11],
);

/** tfjs starts eight workers for its threads, and takes no more than eight. */
const mostThreads = 8;

export async function prepareWasm({ wasmPath, threads }: PrepareOptions): Promise<PreparedBackend> {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(simdModule)) {
    throw new BackendError("unavailable", "This browser has no WebAssembly with SIMD.", {
      remedy: "Use a recent browser.",
    });
  }
  let count = sharesMemory() ? Math.min(mostThreads, threads ?? defaultThreads()) : 1;
  const files = wasmPath === undefined ? bundledWasm() : wasmIn(wasmPath);
  // Not tf.findBackend, which starts the backend, and setBackend would start it a second time.
  const started = "wasm" in tf.engine().registry;
  if (!started) {
    // Before tfjs's package is loaded: after a failed start it takes no other files, and every later operation fails.
    await requireWasm(files[`tfjs-backend-wasm-${count > 1 ? "threaded-" : ""}simd.wasm`]);
  }
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  if (started) {
    count = wasm.getThreadsCount(); // Once it has started, tfjs refuses to hear of other files or threads.
  } else {
    wasm.setWasmPaths(files);
    wasm.setThreadsCount(count);
    // One thread needs no shared memory and none of the eight workers.
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", count > 1);
  }
  const version = `tfjs-backend-wasm ${wasm.version_wasm}`;
  if (count > 1) return prepared(`${version}, ${count} threads`, { threads: count });
  return prepared(`${version}, one thread`, { warning: whyOneThread() });
}

/** An isolated page of WebKitGTK can lack it. */
function sharesMemory(): boolean {
  return crossOriginIsolated && typeof SharedArrayBuffer !== "undefined";
}

function whyOneThread(): string {
  if (sharesMemory()) return ""; // one was asked for, or there is one processor
  return crossOriginIsolated
    ? "It has one thread, as this browser has no memory that threads share."
    : "It has one thread, as the page is not cross-origin isolated.";
}

function defaultThreads(): number {
  return navigator.hardwareConcurrency;
}

/** Starts the backend with the threads that it was prepared for. */
export function startWasm({ threads }: PreparedBackend): Promise<boolean> {
  return withThreads(threads, () => tf.setBackend("wasm"));
}
