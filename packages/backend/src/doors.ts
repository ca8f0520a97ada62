/** The functions that Node and the page implement apart, with the documentation that both share. */
import * as platform from "#platform";
import type { NativeInstallation, NativeInstallOptions } from "./native-types";

/**
 * Puts native TensorFlow on this machine, once, into the user's cache, and checks that a training step gives the right
 * numbers. Needs a C++ compiler (`c++`, `g++` or `clang++`); gets libtensorflow from tfjs-node's own host, else from the
 * `tensorflow-cpu` wheel through `pip` or `uv`. Returns at once when a checked installation exists.
 * Two processes that install at the same time do the work once.
 *
 * The folder is `native` in `FLOWERS_CACHE_DIR`, else `flowers/native` in `XDG_CACHE_HOME`, `~/.cache`,
 * `~/Library/Caches` or `LOCALAPPDATA`, the rule of `cacheFolder` of `@flowers/files`; about 860 MB. Nothing is written into `node_modules`.
 *
 * @throws BackendError `native-off` when the environment says `FLOWERS_NATIVE=off`, `unsupported-platform` in the page and
 * on Windows, `no-compiler`, `no-python`, `no-network`, `no-space`, `build-failed`, `check-failed`, `aborted`.
 * @example
 * ```ts
 * const { version } = await installNative({ onProgress: ({ phase }) => console.log(phase) });
 * console.log(version); // 2.21.0
 * ```
 */
export function installNative(options: NativeInstallOptions = {}): Promise<NativeInstallation> {
  return platform.installNative(options);
}

/** The checked native TensorFlow that `useBackend("tensorflow")` loads, or undefined when there is none. Never installs. */
export function findNative(): NativeInstallation | undefined {
  return platform.findNative();
}

/**
 * Lets `model.save("file://folder")` and `tf.loadLayersModel("file://folder/model.json")` work in Node without tfjs-node,
 * and with plain paths too: `model.save("folder")`. Writes `model.json` and `weights.bin`, each complete or not at all;
 * a new folder appears whole. Loading takes the folder or the `model.json`. Idempotent; {@link useBackend} calls it.
 * Does nothing in the page.
 */
export function registerFileHandler(): void {
  platform.registerFileHandler();
}
