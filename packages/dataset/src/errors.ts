/** The one error class of this package. */

/** What went wrong, for programs. */
export type DatasetErrorCode =
  | "invalid-argument"
  | "not-found"
  | "no-images"
  | "undecodable"
  | "download"
  | "checksum"
  | "unsafe-archive"
  | "aborted"
  | "disk-full"
  | "unavailable";

const marker = Symbol.for("flowers.dataset.error");

/**
 * Every error that this package throws on purpose. `code` says which kind; the message names the argument or the
 * file, the rule and the value received. Recognise it with {@link DatasetError.is}, which also holds across two
 * copies of the package.
 */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
  readonly code: DatasetErrorCode;

  constructor(code: DatasetErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether `value` is a DatasetError, of this or of another copy of the package. */
  static is(value: unknown): value is DatasetError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
