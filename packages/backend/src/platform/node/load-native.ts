/** Registers the native TensorFlow of this machine with TensorFlow.js. */
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { asBackendError, BackendError } from "../../errors";
import { findNative } from "./cache-folder";
import { nativeFolder, requireFile, tfjsPath } from "./package-paths";

interface Loader {
  loadBinding(paths: {
    bindingPath: string;
    tunePath?: string;
    opsPath?: string;
    tfjsPath: string;
    onOpsLost: (cause: Error) => void;
  }): string;
}

const installRemedy = "Run `npx flowers-backend install`.";

/** Whether the user's environment forbids native TensorFlow. */
export function nativeIsOff(): boolean {
  return process.env["FLOWERS_NATIVE"]?.toLowerCase() === "off";
}

/** The error for a machine whose user forbids native TensorFlow. */
export function nativeOffError(): BackendError {
  return new BackendError(
    "native-off",
    "Native TensorFlow is switched off by FLOWERS_NATIVE=off in the environment.",
    { remedy: "Unset FLOWERS_NATIVE." },
  );
}

/** Registers the backend "tensorflow" and its kernels, once a process. Returns TensorFlow's version. */
export function loadNative(): string {
  if (nativeIsOff()) throw nativeOffError();
  if (tf.findBackendFactory("tensorflow") !== null) return loadedVersion();
  const found = findNative();
  if (found === undefined) {
    throw new BackendError("unavailable", "Native TensorFlow is not installed.", {
      remedy: installRemedy,
    });
  }
  const loader = requireFile(join(nativeFolder(), "load-binding.cjs")) as Loader;
  try {
    return loader.loadBinding({
      bindingPath: found.bindingPath,
      ...(found.tunePath === undefined ? {} : { tunePath: found.tunePath }),
      ...(found.opsPath === undefined ? {} : { opsPath: found.opsPath }),
      tfjsPath: tfjsPath(),
      onOpsLost: ({ message }) => {
        process.emitWarning(
          `Native TensorFlow runs without the ops of this package, and trains slower: ${message}. Run \`npx flowers-backend install --force\`.`,
        );
      },
    });
  } catch (error) {
    throw asBackendError(
      error,
      `Native TensorFlow in "${found.folder}" does not load`,
      "Run `npx flowers-backend install --force`.",
    );
  }
}

/** The version of a native TensorFlow that is registered already, by us or by the user's own tfjs-node. */
function loadedVersion(): string {
  const backend = tf.findBackend("tensorflow") as unknown as {
    binding?: { TF_Version?: string };
  } | null;
  return backend?.binding?.TF_Version ?? "";
}
