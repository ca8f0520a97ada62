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
  | "aborted"
  | "invalid-file";

const marker = Symbol.for("flowers.backend.error");

/**
 * Thrown by every function of this package. The message says what is wrong in one sentence; `remedy` says in one
 * sentence what the user can do about it, and is empty when nothing can be done.
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
  readonly [marker] = true;
  readonly code: BackendErrorCode;
  /** One sentence that says what to do, or "". */
  readonly remedy: string;

  constructor(
    code: BackendErrorCode,
    message: string,
    options: { readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? "";
  }

  /** Whether `value` is an error of this package, also when it comes from another copy of it. */
  static is(value: unknown): value is BackendError {
    return typeof value === "object" && value !== null && marker in value;
  }
}

/** `reason` as a BackendError, unchanged when it is one already. */
export function asBackendError(reason: unknown, message: string, remedy = ""): BackendError {
  if (BackendError.is(reason)) return reason;
  const detail = reason instanceof Error ? reason.message : String(reason);
  return new BackendError("unavailable", `${message}: ${detail}`, { remedy, cause: reason });
}
