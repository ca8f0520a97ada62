/** Where the packages that this one builds on are installed. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The folder of this package's `native/` files. */
export function nativeSourceFolder(): string {
  return join(dirname(require.resolve("@flowers/backend/package.json")), "native");
}

/** The entry of the TensorFlow.js that the user's `import "@tensorflow/tfjs"` gives in Node. */
export function tfjsPath(): string {
  return require.resolve("@tensorflow/tfjs");
}

/** The folder of tfjs-backend-wasm's `.wasm` files, ending in a separator. */
export function wasmFolder(): string {
  return join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist", "/");
}

/** The folder of the optional tfjs-node, or undefined when it is not installed. */
export function tfjsNodeFolder(): string | undefined {
  try {
    return dirname(require.resolve("@tensorflow/tfjs-node/package.json"));
  } catch {
    return undefined;
  }
}

/** The folder of Node-API's C headers. */
export function nodeApiHeaders(): string {
  return (require("node-api-headers") as { include_dir: string }).include_dir;
}

/** Loads a CommonJS file. */
export function requireFile(path: string): unknown {
  return require(path);
}
