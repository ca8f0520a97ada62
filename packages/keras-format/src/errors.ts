/** The one error class of this package. */

/**
 * What went wrong, for programs.
 *
 * - `invalid-file`: not a `.keras` file, cut short, or damaged.
 * - `unsafe-file`: built to harm its reader: a bomb, or links that lead out of the file.
 * - `too-large`: above a limit of {@link LIMITS}.
 * - `unsupported`: valid, but with something this package does not do.
 * - `mismatch`: the parts of the file, or file and model, do not fit.
 * - `invalid-argument`: what was given is no model, no bytes, or no file that was read.
 */
export type KerasFormatErrorCode =
  | "invalid-file"
  | "unsafe-file"
  | "too-large"
  | "unsupported"
  | "mismatch"
  | "invalid-argument";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<KerasFormatErrorCode, string>> = {
  "invalid-file": "Save the model again, or copy the file again.",
  "unsafe-file": "Do not load this file; ask its author for one that Keras itself saved.",
  "too-large": "Save a smaller model; LIMITS holds the limits.",
  unsupported: "Leave that part out of the model, or name a factory for it in the option layers.",
  mismatch: "Use the model and the weights of one and the same save.",
  "invalid-argument": "Correct the argument that the message names.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.keras-format.error");

/** What reading, writing or converting throws; {@link code} says of which kind it is. */
export class KerasFormatError extends Error {
  override readonly name = "KerasFormatError";
  readonly code: KerasFormatErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: KerasFormatErrorCode,
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
  static is(value: unknown): value is KerasFormatError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}

/** What an error of another library says, in one line. */
export const saidBy = (error: unknown): string =>
  error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
