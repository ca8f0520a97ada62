/**
 * Ctrl-C and SIGTERM, from the first moment of the process to its last: the first asks the work to stop at the next safe
 * place, the second ends the process at once.
 */
import { Interrupted } from "./user-error";

export interface Interruption {
  /** Aborted by the first signal, with {@link Interrupted} as its reason. */
  readonly signal: AbortSignal;
  /** What the user is told while the work comes to its end. Set by the work where it has something to finish. */
  finishing: string;
  /** What is left behind, and how to continue: a sentence that follows "Interrupted". */
  kept: string;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Begins to listen. Until the process ends, no signal of the two ends it by itself. */
export function listenForInterrupts(): Interruption {
  const controller = new AbortController();
  const interruption: Interruption = {
    signal: controller.signal,
    finishing: "",
    kept: "",
  };
  const stop = (name: keyof typeof exitCodes): void => {
    if (controller.signal.aborted) process.exit(exitCodes[name]);
    const { finishing } = interruption;
    if (finishing)
      process.stderr.write(`\n${finishing} (press Ctrl-C again to stop immediately) ...\n`);
    controller.abort(new Interrupted(exitCodes[name]));
  };
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
  // A worker of `flowers cluster`, which was killed itself: nobody else would end it.
  process.on("disconnect", () => stop("SIGTERM"));
  return interruption;
}

/** The result of work that leaves nothing half done when nobody waits for it any more; rejects as soon as `signal` aborts. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
