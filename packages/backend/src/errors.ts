/** The one error class of this package: why a backend cannot be used here, and what to do about it. */

/** What went wrong, for programs. */
export type BackendErrorCode =
  | "invalid-argument"
  | "unknown-backend"
  | "unavailable"
  | "native-off"
  | "unsupported-platform"
  | "no-compiler"
  | "no-python"
  | "no-network"
  | "no-space"
  | "build-failed"
  | "check-failed"
  | "worker-lost"
  | "aborted"
  | "invalid-file";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<BackendErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  "unknown-backend": "Use one of the backends that the message lists.",
  unavailable: "Use another backend.",
  "native-off": "Unset FLOWERS_NATIVE.",
  "unsupported-platform": "Use the WebAssembly backend.",
  "no-compiler": "Install a C++17 compiler.",
  "no-python": "Install Python 3 with pip.",
  "no-network": "Check the network and try again.",
  "no-space": "Free some space, or name another folder in FLOWERS_CACHE_DIR.",
  "build-failed": "Report this with the output of `npx flowers-backend doctor`.",
  "check-failed":
    "Use the WebAssembly backend, and report this with the output of `npx flowers-backend doctor`.",
  "worker-lost": "Start all workers again, each with the same TF_CONFIG but for its own task.",
  aborted: "", // the caller asked for it
  "invalid-file": "Check the path, or write the file again.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.backend.error");

/**
 * Thrown by every function of this package. The message says what is wrong in one sentence; `remedy` says in one
 * sentence what the user can do about it, and is empty when the caller stopped the work.
 *
 * @example
 * ```ts
 * try {
 *   await useBackend("tensorflow");
 * } catch (error) {
 *   if (BackendError.is(error)) console.log(`${error.message} ${error.remedy}`);
 *   // native TensorFlow is not installed. Run `npx flowers-backend install`.
 * }
 * ```
 */
export class BackendError extends Error {
  override readonly name = "BackendError";
  readonly code: BackendErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: BackendErrorCode,
    message: string,
    options: { readonly remedy?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.code = code;
    this.remedy = options.remedy ?? remedies[code];
  }

  /** Marks the errors of all packages of this family. */
  get [flowersError](): true {
    return true;
  }

  /** Marks the errors of this package. */
  get [packageError](): true {
    return true;
  }

  /** Whether `value` is an error of this package, also when it comes from another copy of it. */
  static is(value: unknown): value is BackendError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}

/** `reason` as a BackendError, unchanged when it is one already. */
export function asBackendError(reason: unknown, message: string, remedy?: string): BackendError {
  if (BackendError.is(reason)) return reason;
  const detail = reason instanceof Error ? reason.message : String(reason);
  return new BackendError("unavailable", `${message}: ${detail}`, { remedy, cause: reason });
}
