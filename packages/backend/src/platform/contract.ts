/** What Node and the page must each provide; `#platform` resolves to one of the two. */
import type { BackendName } from "../backend-name";
import type { Cluster, JoinClusterOptions } from "../cluster/cluster";
import type { NativeInstallation, NativeInstallOptions } from "../native-types";

/** What preparing one backend needs to know. */
export interface PrepareOptions {
  /** Folder path (Node) or URL (page) that holds tfjs-backend-wasm's `.wasm` files. */
  readonly wasmPath?: string;
  /** Number of wasm threads in a cross-origin-isolated page. */
  readonly threads?: number;
}

/** A backend that can start here. */
export interface PreparedBackend {
  /** What it is, in a word: a version, an adapter. */
  readonly description: string;
  /** What keeps it from its full speed here, in one sentence; "" when nothing does. */
  readonly warning: string;
  /** Whether a graphics backend is computed by the processor: correct, and slower than WebAssembly. */
  readonly software: boolean;
  /** Threads that compute; 1 for a backend that has none of its own. */
  readonly threads: number;
}

/** The backends of this platform, fastest first. */
export declare const platformBackends: readonly BackendName[];

/**
 * Registers a backend with tfjs without choosing it.
 * @throws BackendError with a remedy when this machine cannot run it.
 */
export declare function prepareBackend(
  name: BackendName,
  options: PrepareOptions,
): Promise<PreparedBackend>;

/** Makes a prepared backend the one of tfjs, started. False, or whatever tfjs throws, when it does not start. */
export declare function startBackend(
  name: BackendName,
  prepared: PreparedBackend,
): Promise<boolean>;

/** What a user can do to get a backend that belongs to the other platform. */
export declare const otherPlatformRemedy: string;

/** See {@link installNative} of the root door. */
export declare function installNative(options?: NativeInstallOptions): Promise<NativeInstallation>;

/** The checked native installation that `useBackend("tensorflow")` would load, or undefined. */
export declare function findNative(): NativeInstallation | undefined;

/** See {@link registerFileHandler} of the root door. */
export declare function registerFileHandler(): void;

/** See `doors.ts`. @throws BackendError */
export declare function joinCluster(
  options: JoinClusterOptions,
  useNative: () => Promise<unknown>,
): Promise<Cluster>;
