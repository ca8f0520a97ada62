/** What ends a command early: a mistake that the user can mend, or the wish to stop. */

/** A mistake or a condition that the user can do something about: shown as a sentence, never with a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** 2 for a wrong command line or unusable input, 1 for work that failed. */
  readonly exitCode: 1 | 2;
  /** One sentence that says what to do, or "". */
  readonly remedy: string;

  constructor(
    message: string,
    {
      exitCode = 2,
      remedy = "",
      cause,
    }: {
      readonly exitCode?: 1 | 2;
      readonly remedy?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}

/** The user asked to stop, by Ctrl-C or by SIGTERM. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(
    /** 128 and the signal's number, as shells have it. */
    readonly exitCode: 130 | 143,
  ) {
    super("interrupted");
  }
}
