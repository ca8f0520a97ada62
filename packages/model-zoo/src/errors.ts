/** The one error class of this package. */

/** What went wrong, for programs. */
export type ModelZooErrorCode =
  | "invalid-argument"
  | "unknown-name"
  | "duplicate-name"
  | "invalid-file";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<ModelZooErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  "unknown-name": "Use one of the names that the message lists.",
  "duplicate-name": "Choose a name that is not taken.",
  "invalid-file": "Check the path or address, or save the file again.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.model-zoo.error");

/** Thrown by every function of this package when an argument breaks a rule; `code` says which kind. */
export class ModelZooError extends Error {
  override readonly name = "ModelZooError";
  readonly code: ModelZooErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: ModelZooErrorCode,
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
  static is(value: unknown): value is ModelZooError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
