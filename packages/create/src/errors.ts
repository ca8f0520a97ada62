/** The one error class of this package. */

/** What went wrong, for programs. */
export type CreateErrorCode = "invalid-argument" | "not-empty" | "not-found";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<CreateErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  "not-empty": "Name a new folder.",
  "not-found": "Name something that exists.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.create.error");

/** Thrown when a project cannot be made. */
export class CreateError extends Error {
  override readonly name = "CreateError";
  readonly code: CreateErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: CreateErrorCode,
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
  static is(value: unknown): value is CreateError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
