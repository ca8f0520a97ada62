/**
 * Where tfjs-backend-wasm's files are. Bundlers see `new URL(file, import.meta.url)` and bring the files along. The package's
 * build (tsup.config.ts) copies them beside its own and names them so, as not every tool looks for packages in a URL.
 */
import { BackendError } from "../../errors";

/** The files that tfjs asks for by name. */
export type WasmFile =
  | "tfjs-backend-wasm.wasm"
  | "tfjs-backend-wasm-simd.wasm"
  | "tfjs-backend-wasm-threaded-simd.wasm";

/** The package's files. The one without SIMD is never needed, but tfjs wants all three named. */
export function bundledWasm(): Record<WasmFile, string> {
  const simd = new URL(
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
    import.meta.url,
  ).href;
  return {
    "tfjs-backend-wasm.wasm": simd,
    "tfjs-backend-wasm-simd.wasm": simd,
    "tfjs-backend-wasm-threaded-simd.wasm": new URL(
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm",
      import.meta.url,
    ).href,
  };
}

/** The files in `folder`, a URL ending in "/". */
export function wasmIn(folder: string): Record<WasmFile, string> {
  return {
    "tfjs-backend-wasm.wasm": `${folder}tfjs-backend-wasm.wasm`,
    "tfjs-backend-wasm-simd.wasm": `${folder}tfjs-backend-wasm-simd.wasm`,
    "tfjs-backend-wasm-threaded-simd.wasm": `${folder}tfjs-backend-wasm-threaded-simd.wasm`,
  };
}

/**
 * @throws BackendError `unavailable` when there is no WebAssembly at `url`: a bundler that does not follow `new URL` leaves
 * the files behind, and servers answer with an error or with their front page.
 */
export async function requireWasm(url: string): Promise<void> {
  let found: string;
  try {
    const response = await fetch(url);
    const start = new Uint8Array(await response.arrayBuffer()).subarray(0, 4);
    if (response.ok && start.join() === "0,97,115,109") return;
    found = response.ok ? "what is there is not WebAssembly" : `HTTP ${response.status}`;
  } catch (error) {
    found = error instanceof Error ? error.message : String(error);
  }
  throw new BackendError("unavailable", `"${url}" cannot be loaded: ${found}.`, {
    remedy:
      'Copy the .wasm files of @tensorflow/tfjs-backend-wasm/dist to your site and name their folder: useBackend("wasm", { wasmPath: "/wasm/" }).',
  });
}

/** The script of tfjs's threads, as it was published. */
export function bundledThreadScript(): string {
  return new URL(
    "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js",
    import.meta.url,
  ).href;
}
