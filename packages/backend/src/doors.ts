/** The functions that Node and the page implement apart, with the documentation that both share. */
import * as platform from "#platform";
import type { Cluster, JoinClusterOptions } from "./cluster/cluster";
import type { NativeInstallation, NativeInstallOptions } from "./native-types";
import {
  abortSignal,
  aFunction,
  checkOptions,
  flag,
  type Rule,
  seconds,
  text,
} from "./check-options";
import { useBackend } from "./use-backend";

const installRules: Readonly<Record<keyof NativeInstallOptions, Rule>> = {
  onProgress: aFunction,
  signal: abortSignal,
  force: flag,
  wheelPath: text,
};

const clusterRules: Readonly<Record<keyof JoinClusterOptions, Rule>> = {
  tfConfig: { says: "the text of a TF_CONFIG", fits: (value) => typeof value === "string" },
  timeout: seconds,
  onProgress: aFunction,
};

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
export async function installNative(
  options: NativeInstallOptions = {},
): Promise<NativeInstallation> {
  checkOptions("installNative", options, installRules);
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

/**
 * Joins this process to the others that `TF_CONFIG` names, on TensorFlow's own distributed runtime: afterwards `compile` and
 * `fit` of `@flowers/training` train one model on all of them, with the numbers of one process. Chooses native TensorFlow,
 * starts its server on the port of this worker's address, and waits until every address answers. Call it once, before
 * anything else uses a backend; every worker runs the same program.
 *
 * **The server's port is open on all network interfaces and knows no password:** whoever reaches it runs programs as this
 * user. Use a private network, a firewall or a tunnel.
 *
 * @throws BackendError `invalid-argument` for a `TF_CONFIG` that is missing or wrong; `worker-lost` when somebody does not
 *   answer within `timeout`; `unavailable` when the port is taken or native TensorFlow is not installed;
 *   `unsupported-platform` in a page
 * @example
 * ```ts
 * // TF_CONFIG={"cluster": {"worker": ["10.0.0.1:2222", "10.0.0.2:2222"]}, "task": {"type": "worker", "index": 0}}
 * const cluster = await joinCluster({ timeout: 120 });
 * console.log(cluster.workers, cluster.isChief); // 2 true
 * await trainer.fit(train, { epochs: 10 });
 * ```
 */
export async function joinCluster(options: JoinClusterOptions = {}): Promise<Cluster> {
  checkOptions("joinCluster", options, clusterRules);
  return platform.joinCluster(options, () => useBackend("tensorflow"));
}
