/** Breaks in a long run, so that a page or worker stays responsive. */
import { nextTask } from "#platform";

// A person takes an answer within 100 ms for immediate; a break takes some microseconds, so training loses nothing.
const maxMsWithoutBreak = 50;

/** Batches may end without ever leaving the microtask queue (cpu, wasm): messages, timers and input would wait. */
export class TaskBreaks {
  #last = performance.now();

  /** Lets waiting tasks run, when the last break is long enough ago. */
  async take(): Promise<void> {
    if (performance.now() - this.#last < maxMsWithoutBreak) return;
    await nextTask();
    this.#last = performance.now();
  }
}
