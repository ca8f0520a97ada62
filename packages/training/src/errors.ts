/** The one error class of this package. */
export type TrainingErrorCode =
  | "invalid-argument"
  | "unknown-name"
  | "shape-mismatch"
  | "label-out-of-range"
  | "empty-dataset"
  | "loss-not-finite"
  | "state-mismatch"
  | "file";

const marker = Symbol.for("flowers.training.error");

export class TrainingError extends Error {
  override readonly name = "TrainingError";
  readonly [marker] = true;

  constructor(
    readonly code: TrainingErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True for errors of this package, also across duplicate copies of it. */
  static is(value: unknown): value is TrainingError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
