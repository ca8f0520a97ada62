/** The one error class of this package. */

/** What went wrong, for programs. */
export type TrainingErrorCode =
  | "invalid-argument"
  | "unknown-name"
  | "shape-mismatch"
  | "label-out-of-range"
  | "empty-dataset"
  | "loss-not-finite"
  | "device-lost"
  | "state-mismatch"
  | "cluster-mismatch"
  | "cluster-unsupported"
  | "worker-lost"
  | "file";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<TrainingErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  "unknown-name": "Use one of the names that the message lists.",
  "shape-mismatch":
    "Give data of the shape that the message names, or build the model for that shape.",
  "label-out-of-range": "Give the last layer one unit per class, or correct the labels.",
  "empty-dataset": "Check the folder, the split and the batch size; one batch is the least.",
  "loss-not-finite":
    "Lower the learning rate, and look for values in the data that are not finite.",
  "device-lost":
    'Choose another backend, such as `await useBackend("wasm")`, and load the model again.',
  "state-mismatch":
    "Build the same model with the same optimizer and callbacks, or start without the saved state.",
  "cluster-mismatch": "Run the same program with the same data and versions on all workers.",
  "cluster-unsupported": "Train it on one machine, or change what the message names.",
  "worker-lost":
    "Start all workers again; with BackupAndRestore the run continues where it was saved.",
  file: "Check that the folder exists, can be written and has space left.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.training.error");

/** Thrown by every function of this package on purpose; `code` says which kind. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
  readonly code: TrainingErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: TrainingErrorCode,
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
  static is(value: unknown): value is TrainingError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
