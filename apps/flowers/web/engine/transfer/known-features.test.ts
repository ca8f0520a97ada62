import { beforeEach, expect, test, vi } from "vitest";
import { featuresChannel, type FeaturesTold } from "./features-told";
import { knownFeatures } from "./known-features";

/** What is known of the set, and who waits for its lock. */
const set = vi.hoisted(() => ({
  rows: new Map<string, Float32Array>(),
  reads: 0,
  release: (): void => undefined,
}));

vi.mock("./feature-file", () => ({
  readFeatures: () => {
    set.reads++;
    return Promise.resolve(new Map(set.rows));
  },
}));

vi.mock("../storage/exclusively", () => ({
  exclusively: (_name: string, work: () => Promise<void>, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      set.release = () => resolve(work());
      signal?.addEventListener("abort", () => reject(new Error("given up")));
    }),
}));

const row = (value: number): Float32Array => Float32Array.of(value);

beforeEach(() => {
  set.rows = new Map([["a", row(1)]]);
  set.reads = 0;
});

test("features that are there are given at once, in the order asked; a wait that is given up troubles nobody", async () => {
  set.rows.set("b", row(2));
  expect(await knownFeatures("set", ["b", "a"])).toEqual([row(2), row(1)]);
  await new Promise((resolve) => setTimeout(resolve)); // a rejection that nobody took would come now
});

test("those that are being computed are waited for, and not their other forms", async () => {
  const found = knownFeatures("set", ["a", "b"]);
  await vi.waitFor(() => expect(set.reads).toBe(1));
  set.rows.set("b", row(2));
  const worker = new BroadcastChannel(featuresChannel);
  for (const [folder, done] of [
    ["other", 9],
    ["set", 1],
    ["set", 2],
  ] as const)
    worker.postMessage({ folder, done } satisfies FeaturesTold);
  expect(await found).toEqual([row(1), row(2)]);
  expect(set.reads).toBe(2);
  worker.close();
});

test("there are none where nobody computes what is missing", async () => {
  const found = knownFeatures("set", ["a", "b"]);
  await vi.waitFor(() => expect(set.reads).toBe(1));
  set.release();
  expect(await found).toBeNull();
});
