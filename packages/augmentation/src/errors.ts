/** The one error class of this package: what was wrong with an argument or an input, as a code and a message. */

/** What went wrong, for programs. */
export type AugmentationErrorCode = "invalid-argument" | "invalid-input" | "unknown-choice";

const marker = Symbol.for("flowers.augmentation.error");

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
  readonly [marker] = true;

  constructor(
    readonly code: AugmentationErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }

  /** Whether `value` is an error of this package, also when it comes from another copy of it. */
  static is(value: unknown): value is AugmentationError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
