/** Backends in the page: WebGPU, WebGL, WebAssembly, plain JavaScript. */
import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../errors";
import type { BackendName } from "../backend-name";
import type { NativeInstallation } from "../native-types";
import type { PrepareOptions } from "./contract";

export const platformBackends: readonly BackendName[] = ["webgpu", "webgl", "wasm", "cpu"];

export const otherPlatformRemedy =
  'It needs Node; in a page use "auto", "webgpu", "webgl", "wasm" or "cpu".';

export async function prepareBackend(name: BackendName, options: PrepareOptions): Promise<string> {
  if (name === "webgpu") return prepareWebgpu();
  if (name === "webgl") return prepareWebgl();
  if (name === "wasm") return prepareWasm(options);
  return "plain JavaScript";
}

/** The few members of WebGPU that are used; not every TypeScript library has its types. */
interface GpuNavigator {
  readonly gpu?: {
    requestAdapter(options?: { powerPreference: "high-performance" }): Promise<{
      readonly info?: { readonly vendor?: string; readonly architecture?: string };
    } | null>;
  };
}

async function prepareWebgpu(): Promise<string> {
  const { gpu } = navigator as GpuNavigator;
  if (gpu === undefined) {
    throw new BackendError("unavailable", "This browser has no WebGPU here.", {
      remedy: "Use a recent Chrome, Edge, Safari or Firefox, on https or localhost.",
    });
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) {
    throw new BackendError("unavailable", "WebGPU finds no graphics adapter.", {
      remedy: "Turn on hardware acceleration in the browser's settings.",
    });
  }
  await import("@tensorflow/tfjs-backend-webgpu");
  const { vendor, architecture } = adapter.info ?? {};
  return ["WebGPU", vendor, architecture].filter(Boolean).join(" ");
}

/** Asks for a context before tfjs does: tfjs writes to the console when there is none. */
function prepareWebgl(): string {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  if (context === null) {
    throw new BackendError("unavailable", "This browser gives no WebGL context.", {
      remedy: "Turn on hardware acceleration in the browser's settings.",
    });
  }
  const version = String(context.getParameter(context.VERSION));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return version;
}

async function prepareWasm({ wasmPath, threads }: PrepareOptions): Promise<string> {
  if (typeof WebAssembly === "undefined") {
    throw new BackendError("unavailable", "This browser has no WebAssembly.", {
      remedy: "Use a recent browser.",
    });
  }
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  // Once it has started, tfjs refuses to hear where its files are and how many threads to use.
  if (tf.findBackend("wasm") === null) {
    wasm.setWasmPaths(wasmPath ?? bundledWasm());
    if (threads !== undefined) wasm.setThreadsCount(threads);
  }
  const many = crossOriginIsolated
    ? "threads"
    : "one thread (the page is not cross-origin isolated)";
  return `tfjs-backend-wasm ${wasm.version_wasm}, ${many}`;
}

/** The package's files: bundlers see `new URL(file, import.meta.url)` and bring the files along. */
function bundledWasm(): Record<
  "tfjs-backend-wasm.wasm" | "tfjs-backend-wasm-simd.wasm" | "tfjs-backend-wasm-threaded-simd.wasm",
  string
> {
  return {
    "tfjs-backend-wasm.wasm": new URL(
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm",
      import.meta.url,
    ).href,
    "tfjs-backend-wasm-simd.wasm": new URL(
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
      import.meta.url,
    ).href,
    "tfjs-backend-wasm-threaded-simd.wasm": new URL(
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm",
      import.meta.url,
    ).href,
  };
}

export function installNative(): Promise<NativeInstallation> {
  return Promise.reject(
    new BackendError("unsupported-platform", "Native TensorFlow cannot be installed from a page.", {
      remedy: "Run `npx flowers-backend install` with Node.",
    }),
  );
}

export function findNative(): undefined {
  return undefined;
}

export function registerFileHandler(): void {
  // A page has no paths: tfjs's own handlers (http, indexeddb, downloads) stay as they are.
}
