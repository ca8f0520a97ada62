/** The one error class of this package. */

/**
 * - `invalid-file`: not a `.keras` file, cut short, or damaged.
 * - `unsafe-file`: built to harm its reader: a bomb, or links that lead out of the file.
 * - `too-large`: above a limit of {@link LIMITS}.
 * - `unsupported`: valid, but with something this package does not do.
 * - `mismatch`: the parts of the file, or file and model, do not fit.
 */
export type KerasFormatErrorCode =
  "invalid-file" | "unsafe-file" | "too-large" | "unsupported" | "mismatch";

const marker = Symbol.for("flowers.keras-format.error");

/** What reading, writing or converting throws; {@link code} says of which kind it is. */
export class KerasFormatError extends Error {
  override readonly name = "KerasFormatError";
  readonly [marker] = true;

  constructor(
    readonly code: KerasFormatErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True for errors of this package, also across duplicate copies of it. */
  static is(value: unknown): value is KerasFormatError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
