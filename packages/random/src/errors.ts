/** The one error class of this package. */
export type RandomErrorCode = "invalid-argument";

const marker = Symbol.for("flowers.random.error");

export class RandomError extends Error {
  override readonly name = "RandomError";
  readonly [marker] = true;

  constructor(
    readonly code: RandomErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True for errors of this package, also across duplicate copies of it. */
  static is(value: unknown): value is RandomError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
