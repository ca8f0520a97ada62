/** The one error class of this package: what was wrong with an input or an option, or why a picture could not be made. */

/** What went wrong, for programs. */
export type PlotErrorCode =
  "invalid-argument" | "invalid-history" | "invalid-csv" | "invalid-image" | "render-failed";

const marker = Symbol.for("flowers.plot.error");

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
  readonly [marker] = true;

  constructor(
    readonly code: PlotErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }

  /** Whether `value` is an error of this package, also when it comes from another copy of it. */
  static is(value: unknown): value is PlotError {
    return typeof value === "object" && value !== null && marker in value;
  }
}

/** Returns `value` if it is a finite number of at least `minimum`, else throws. */
export function checkNumber(name: string, value: unknown, minimum: number): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < minimum) {
    throw new PlotError(
      "invalid-argument",
      `${name} must be a finite number of at least ${minimum}. Received: ${String(value)}`,
    );
  }
  return value;
}
