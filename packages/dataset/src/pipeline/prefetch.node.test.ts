/** How far the pipeline works ahead, in a time that the test moves on: a busy machine's own would tell nothing. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { HostElement } from "./element";
import { HostArray } from "./host";
import { AUTOTUNE, prefetchStage } from "./prefetch";
import type { Stage } from "./stage";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const after = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Lets time go on until `work` has ended. */
async function inTime(work: () => Promise<void>): Promise<void> {
  let ended = false;
  const done = work().finally(() => {
    ended = true;
  });
  while (!ended) await vi.advanceTimersByTimeAsync(1);
  await done;
}

/** `count` elements; the i-th takes `ms(i)`. Counts how many were begun. */
function slow(count: number, ms: (i: number) => number): { stage: Stage; begun: () => number } {
  let begun = 0;
  const stage: Stage = {
    cardinality: count,
    forWorker: () => stage,
    start: () => ({
      stop: () => undefined,
      next: async () => {
        if (begun === count) return undefined;
        await after(ms(begun++));
        return new HostElement(new HostArray(Float32Array.of(begun), [1], "float32"));
      },
    }),
  };
  return { stage, begun: () => begun };
}

it("keeps a step fed whose elements come in bursts: it waits for few of them", () =>
  inTime(async () => {
    // Each fourth element takes 40 ms, the others none; the step takes 15 ms, so on average there is time enough.
    const { stage } = slow(96, (i) => (i % 4 === 3 ? 40 : 0));
    const iteration = prefetchStage(stage, AUTOTUNE).start();
    let waited = 0;
    let late = 0;
    for (let i = 0; i < 96; i++) {
      const asked = performance.now();
      await iteration.next();
      const wait = performance.now() - asked;
      if (i >= 48) {
        waited += wait;
        if (wait > 20) late++;
      }
      await after(15);
    }
    // Without prefetch the second half would wait 12 times 40 ms.
    expect(waited).toBeLessThan(240);
    expect(late).toBeLessThan(6);
  }));

it("works ahead by as much as asked for, and no further", () =>
  inTime(async () => {
    const { stage, begun } = slow(20, () => 0);
    const iteration = prefetchStage(stage, 3).start();
    await iteration.next();
    await after(50);
    expect(begun()).toBe(4); // one handed out, three ready
    iteration.stop();
    await after(20);
    expect(begun()).toBe(4);
  }));
