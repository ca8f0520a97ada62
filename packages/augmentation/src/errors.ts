/** The one error class of this package: what was wrong with an argument or an input, as a code and a message. */

/** What went wrong, for programs. */
export type AugmentationErrorCode = "invalid-argument" | "invalid-input" | "unknown-choice";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<AugmentationErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  "invalid-input": "Give the layer images of the shape that the message names.",
  "unknown-choice": "Use one of the values that the message lists.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.augmentation.error");

/**
 * Thrown by every layer of this package when an argument or an input breaks a rule of Keras.
 *
 * `invalid-argument` is a constructor argument of the wrong kind or out of range (Keras: `ValueError`),
 * `unknown-choice` a string that is not one of a finite list (Keras: `NotImplementedError` or `ValueError`),
 * `invalid-input` a tensor of the wrong rank or shape.
 *
 * @example
 * ```ts
 * try {
 *   randomRotation({ factor: 2 });
 * } catch (error) {
 *   if (AugmentationError.is(error)) console.log(error.code); // "invalid-argument"
 * }
 * ```
 */
export class AugmentationError extends Error {
  override readonly name = "AugmentationError";
  readonly code: AugmentationErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: AugmentationErrorCode,
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
  static is(value: unknown): value is AugmentationError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
