/** Ctrl-C: the first asks the work to stop at the next safe place and keep what it has, the second ends it at once. */
import type { Narrator } from "../narrator";
import { Interrupted } from "../user-error";

/** Runs `work` with a signal that Ctrl-C (or SIGTERM) aborts. */
export async function withInterrupt(
  narrator: Narrator,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    narrator.say(
      "\nStopping after this batch; what is done so far is kept (Ctrl-C again stops at once) ...",
    );
    controller.abort(new Interrupted("flowers: interrupted."));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted && !(error instanceof Interrupted)) {
      throw new Interrupted("flowers: interrupted.", { cause: error });
    }
    throw error;
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}
