/** The one error class of this package. */
export type ModelZooErrorCode = "invalid-argument" | "unknown-name" | "duplicate-name";

const marker = Symbol.for("flowers.model-zoo.error");

export class ModelZooError extends Error {
  override readonly name = "ModelZooError";
  readonly [marker] = true;

  constructor(
    readonly code: ModelZooErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True for errors of this package, also across duplicate copies of it. */
  static is(value: unknown): value is ModelZooError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
