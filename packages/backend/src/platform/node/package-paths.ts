/** Where the packages that this one builds on are installed. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BackendError } from "../../errors";

const require = createRequire(import.meta.url);

/** Whether these are the sources, as in tests, and not a built package. */
const fromSources = import.meta.url.endsWith(".ts");

/** The folder of the CommonJS files and the C++ source that load and build the binding. */
export function nativeFolder(): string {
  const root = dirname(require.resolve("@flowers/backend/package.json"));
  return fromSources ? join(root, "native") : join(root, "dist", "native");
}

/** The folder of tfjs-node's C++ sources: beside {@link nativeFolder}'s files in a built package. */
export function bindingSourceFolder(): string {
  if (!fromSources) return join(nativeFolder(), "binding");
  const installed = tfjsNodeFolder();
  if (installed === undefined) {
    throw new BackendError("unavailable", "The binding's C++ sources are not installed.", {
      remedy: "Add the development dependency @tensorflow/tfjs-node.",
    });
  }
  return join(installed, "binding");
}

/** The entry of the TensorFlow.js that the user's `import "@tensorflow/tfjs"` gives in Node. */
export function tfjsPath(): string {
  return require.resolve("@tensorflow/tfjs");
}

/** The folder of tfjs-backend-wasm's `.wasm` files, ending in a separator. */
export function wasmFolder(): string {
  return join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist", "/");
}

/**
 * The folder of the tfjs-node that the user has installed, or undefined. This package needs none; bundlers follow what is
 * resolved by name, and pass over what is missing only within `try`.
 */
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
