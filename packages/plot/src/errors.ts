/** The one error class of this package: what was wrong with an input or an option, or why a picture could not be made. */

/** What went wrong, for programs. */
export type PlotErrorCode =
  | "invalid-argument"
  | "invalid-history"
  | "invalid-csv"
  | "invalid-image"
  | "render-failed";

/** What to do about each, where the place that throws does not know better. */
const remedies: Readonly<Record<PlotErrorCode, string>> = {
  "invalid-argument": "Correct the argument that the message names.",
  "invalid-history":
    "Give one list of numbers per metric, one number per epoch, as fit returns them.",
  "invalid-csv":
    "Give a file as CSVLogger writes it: a first line of names, then one line per epoch.",
  "invalid-image": "Give images of the shape and the values that the message names.",
  "render-failed": "Install the package that the message names, or use toSvg or toText.",
};

const flowersError = Symbol.for("flowers.error");
const packageError = Symbol.for("flowers.plot.error");

/**
 * Thrown by every function of this package; the message names the argument, the rule and the value received.
 *
 * @example
 * ```ts
 * try {
 *   plotHistory({});
 * } catch (error) {
 *   if (PlotError.is(error)) console.log(error.code); // "invalid-history"
 * }
 * ```
 */
export class PlotError extends Error {
  override readonly name = "PlotError";
  readonly code: PlotErrorCode;
  /** One sentence: what to do about it. */
  readonly remedy: string;

  constructor(
    code: PlotErrorCode,
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
  static is(value: unknown): value is PlotError {
    return typeof value === "object" && value !== null && packageError in value;
  }
}
