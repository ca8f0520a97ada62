/** A mistake or a condition that the user can do something about: shown as one line, never with a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(
    message: string,
    /** 2 for a wrong command line or unusable input, 1 for work that failed. */
    readonly exitCode: 1 | 2 = 2,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The user asked to stop (Ctrl-C): what was done so far is kept. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
