/** The one error class of this package. */

/**
 * What went wrong, for programs.
 *
 * - `invalid-argument`: an argument that breaks a rule.
 * - `file`: the system refused to read or write.
 * - `disk-full`: there was no room.
 * - `invalid-file`: cut short, damaged, or another kind of file.
 * - `unavailable`: this platform has no such place.
 */
export type FilesErrorCode =
  | "invalid-argument"
  | "file"
  | "disk-full"
  | "invalid-file"
  | "unavailable";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<FilesErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  file: "Check the path, and that this user may read and write there.",
  "disk-full": "Free some space, or name a folder on another disk.",
  "invalid-file": "Write the file again, or copy it again.",
  unavailable: "Open the page on https or localhost, and not in a private window.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.files.error");

/**
 * Thrown by every function of this package; `code` says which kind.
 *
 * @example
 * ```ts
 * await files.writeAtomic("runs/state.bin", bytes).catch((error) => {
 *   if (FilesError.is(error) && error.code === "disk-full") console.log(error.remedy);
 * });
 * ```
 */
export class FilesError extends Error {
  override readonly name = "FilesError";
  readonly code: FilesErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: FilesErrorCode,
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
  static is(value: unknown): value is FilesError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
