/** The one error class of this package. */

/** What went wrong, for programs. */
export type RandomErrorCode = "invalid-argument";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<RandomErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.random.error");

/** Thrown by every function of this package when an argument breaks a rule of NumPy, Python or TensorFlow. */
export class RandomError extends Error {
  override readonly name = "RandomError";
  readonly code: RandomErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: RandomErrorCode,
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
  static is(value: unknown): value is RandomError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
