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

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<DatasetErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  "not-found": "Check the path.",
  "no-images": "Put the images into one folder per class, or name the folder that holds those.",
  undecodable: 'Replace the file, or leave such files out with onError: "skip".',
  download: "Check the address and the network, and try again.",
  checksum: "Download the file again, or correct the expected checksum.",
  "unsafe-archive": "Use another archive, or unpack it yourself and name the folder.",
  aborted: "", // the caller asked for it
  "disk-full": "Free some space, or name a folder on another disk.",
  unavailable: "Use a place that this platform has; the message names what is missing.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.dataset.error");

/**
 * Every error that this package throws on purpose. `code` says which kind; the message names the argument or the
 * file, the rule and the value received. Recognise it with {@link DatasetError.is}, which also holds across two
 * copies of the package.
 */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
  readonly code: DatasetErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: DatasetErrorCode,
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
  static is(value: unknown): value is DatasetError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
