// The backends in a dedicated worker, where there is no document; in an isolated page, with threads.
import { afterEach, describe, expect, it } from "vitest";
import type { WorkerAnswer, WorkerTask } from "./test-support/backend-worker";

const workers: Worker[] = [];
afterEach(() => workers.splice(0).forEach((worker) => worker.terminate()));

/** What a new worker answers. tfjs keeps its threads for good, so each count needs a worker of its own. */
async function inWorker(task: WorkerTask): Promise<Exclude<WorkerAnswer, { failure: string }>> {
  const worker = new Worker(new URL("./test-support/backend-worker.ts", import.meta.url), {
    type: "module",
  });
  workers.push(worker);
  const answer = await new Promise<WorkerAnswer>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => resolve(data);
    worker.onerror = ({ message }) => resolve({ failure: message });
    worker.postMessage(task);
  });
  if ("failure" in answer) throw new Error(answer.failure);
  return answer;
}

// Once is enough: isolation changes nothing for these four.
describe.runIf(!crossOriginIsolated)("in a worker", () => {
  it.each(["cpu", "wasm", "webgl", "webgpu"] as const)(
    "trains on %s, or says why it cannot",
    async (name) => {
      let answer;
      try {
        answer = await inWorker({ name, imageSize: 12 });
      } catch (error) {
        expect(["webgl", "webgpu"]).toContain(name); // They need a graphics adapter, real or software.
        expect(String(error)).toMatch(/WebG(L|PU)/);
        return;
      }
      expect(answer.choice).toMatchObject({ name, refusals: [] });
      expect(answer.diagnoses.map((each) => each.name)).toEqual([
        ...["webgpu", "webgl", "wasm", "cpu"],
        "tensorflow",
      ]);
      expect(answer.diagnoses[4]).toMatchObject({ available: false, warning: "" });
      expect(answer.diagnoses[4]!.remedy).toContain("needs Node");
      expect(answer.diagnoses.find((each) => each.name === name)).toMatchObject({
        available: true,
        remedy: "",
      });
      expect(answer.losses).toHaveLength(4);
      // Four steps of Adam at 0.001 on 16 images lower a loss of about ln 5 noticeably.
      expect(answer.losses[3]!).toBeLessThan(answer.losses[0]! - 0.01);
    },
  );
});

describe.runIf(crossOriginIsolated)("in a worker of an isolated page", () => {
  it("threads have the losses of one thread to the digit", async () => {
    const one = await inWorker({ name: "wasm", options: { threads: 1 }, imageSize: 40 });
    const two = await inWorker({ name: "wasm", options: { threads: 2 }, imageSize: 40 });
    const three = await inWorker({ name: "wasm", options: { threads: 3 }, imageSize: 40 });
    expect([one, two, three].map(({ choice }) => choice.threads)).toEqual([1, 2, 3]);
    expect([one, two, three].map(({ shared }) => shared)).toEqual([false, true, true]);
    expect(two.losses).toEqual(one.losses);
    expect(three.losses).toEqual(one.losses);
    expect(two.choice).toMatchObject({ warning: "", name: "wasm" });
    expect(two.choice.description).toContain("2 threads");
  });

  it("has one thread where memory cannot be shared, and says so", async () => {
    const { choice, shared, losses } = await inWorker({
      name: "wasm",
      options: { threads: 2 },
      imageSize: 12,
      withoutSharedMemory: true,
    });
    expect(choice.threads).toBe(1);
    expect(choice.warning).toContain("no memory that threads share");
    expect(shared).toBe(false);
    expect(losses[3]!).toBeLessThan(losses[0]! - 0.01);
  });

  it("takes as many threads as the processor has, at most eight", async () => {
    const { choice, diagnoses } = await inWorker({ name: "wasm", imageSize: 0 });
    const count = Math.min(8, navigator.hardwareConcurrency);
    expect(choice.threads).toBe(count);
    expect(diagnoses.find(({ name }) => name === "wasm")!.warning).toBe("");
    const most = await inWorker({ name: "wasm", options: { threads: 20 }, imageSize: 0 });
    expect(most.choice.threads).toBe(8);
  });
});

describe.runIf(!crossOriginIsolated)("in a worker of a page that is not isolated", () => {
  it("has one thread, and says why", async () => {
    const { choice, shared } = await inWorker({
      name: "wasm",
      options: { threads: 2 },
      imageSize: 0,
    });
    expect(choice.threads).toBe(1);
    expect(choice.warning).toContain("not cross-origin isolated");
    expect(shared).toBe(false);
  });
});
