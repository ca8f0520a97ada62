/** Several workers on this machine: their numbers against those of one process, and how they end when one is lost. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNative } from "@flowers/backend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  buildWorker,
  type Ended,
  freePorts,
  removeWorker,
  runWorkers,
} from "./test-support/start-workers";
import type { Task } from "./test-support/worker";

type History = Readonly<Record<string, readonly number[]>>;
interface Run {
  readonly history: History;
  readonly evaluated?: Readonly<Record<string, number>>;
  readonly weights?: readonly (readonly number[])[];
}

const cases = ["sgd", "adam", "sgd_uneven"] as const;
const file = new URL("fixtures/one-process.json", import.meta.url);
const keras = JSON.parse(readFileSync(file, "utf8")) as Record<
  (typeof cases)[number],
  { readonly history: History; readonly dense_bias: readonly number[] }
>;

function largestDifference(a: History, b: History): number {
  expect(Object.keys(a).sort()).toEqual(Object.keys(b).sort());
  const differences = Object.entries(a).flatMap(([name, list]) =>
    list.map((value, i) => Math.abs(value - (b[name]?.[i] ?? NaN))),
  );
  return Math.max(...differences);
}

function resultsOf({ results, error, stderr }: Ended): readonly Run[] {
  expect(error ?? "no error").toBe("no error");
  if (results.length === 0) throw new Error(stderr);
  return results as Run[];
}

describe.skipIf(findNative() === undefined)("workers of a cluster on native TensorFlow", () => {
  beforeAll(buildWorker);
  afterAll(removeWorker);

  it.each([2, 3])(
    "train %i to Keras's numbers of one process, all to the same digits",
    async (count) => {
      const task: Task = { cases: count === 2 ? cases : ["sgd_uneven"] };
      const ended = await runWorkers(Array.from({ length: count }, () => task));
      const [first = [], ...others] = ended.map(resultsOf);
      for (const other of others) expect(other).toEqual(first);
      for (const [i, name] of (task.cases ?? []).entries()) {
        const run = first[i] ?? { history: {} };
        expect(largestDifference(run.history, keras[name].history)).toBeLessThan(1e-5);
        const bias = { bias: run.weights?.at(-1) ?? [] };
        expect(largestDifference(bias, { bias: keras[name].dense_bias })).toBeLessThan(1e-5);
        const last = keras[name].history["val_loss"]?.at(-1) ?? NaN;
        expect(run.evaluated?.["loss"]).toBeCloseTo(last, 5);
      }
      expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 0));
    },
  );

  it("train the augmented tutorial network with dropout as one process does", async () => {
    const [one, ...two] = [
      ...(await runWorkers([{ tutorial: true, alone: true }])),
      ...(await runWorkers([{ tutorial: true }, { tutorial: true }])),
    ].map((ended) => resultsOf(ended)[0]);
    if (!one || !two[0]) throw new Error("a worker gave no result");
    expect(two[1]).toEqual(two[0]);
    // Sums of float32 in another order: 1.2e-7 was seen.
    expect(largestDifference(two[0].history, one.history)).toBeLessThan(1e-4);
  });

  it("end with one sentence when one is killed, and give the unbroken history when started again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "flowers-cluster-"));
    const task: Task = { cases: ["sgd"], backup: join(folder, "backup") };
    try {
      const [kept, killed] = await runWorkers([
        task,
        { ...task, end: { signal: "SIGKILL", batch: 8 } },
      ]);
      expect(killed?.results).toEqual([]);
      expect(kept?.code).toBe(75);
      expect(kept?.error?.code).toBe("worker-lost");
      expect(kept?.error?.message).toMatch(
        /^Worker 1 at 127\.0\.0\.1:\d+ was lost during training\.$/,
      );
      expect(kept?.error?.remedy).toMatch(/Start all workers again/);
      const [again] = (await runWorkers([task, { ...task, backup: join(folder, "other") }])).map(
        resultsOf,
      );
      expect(largestDifference(again?.[0]?.history ?? {}, keras.sgd.history)).toBeLessThan(1e-5);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [0, "SIGKILL", /^Worker 0 at 127\.0\.0\.1:\d+ was lost during training\.$/],
    [1, "SIGKILL", /^Worker 1 at 127\.0\.0\.1:\d+ was lost during training\.$/],
    [0, "SIGSTOP", /stopped answering during training.* 5 seconds/],
  ] as const)(
    "end with one sentence when worker %i gets %s between joining and its first step",
    async (place, signal, words) => {
      const meeting = mkdtempSync(join(tmpdir(), "flowers-cluster-"));
      const task: Task = { cases: ["sgd"], timeout: 5, meeting };
      try {
        const ended = await runWorkers(
          [0, 1].map((each) => (each === place ? { ...task, end: { signal, batch: 0 } } : task)),
        );
        const { error, code } = ended[1 - place] ?? {};
        expect(error?.message).toMatch(words);
        expect([code, error?.code]).toEqual([75, "worker-lost"]);
      } finally {
        rmSync(meeting, { recursive: true });
      }
    },
  );

  it("end with one sentence after the deadline when one is frozen", async () => {
    const task: Task = { cases: ["sgd"], timeout: 15 };
    const [kept] = await runWorkers([task, { ...task, end: { signal: "SIGSTOP", batch: 2 } }]);
    expect(kept?.code).toBe(75);
    expect(kept?.error?.code).toBe("worker-lost");
    expect(kept?.error?.message).toMatch(/stopped answering during training.* 15 seconds/);
  });

  it.each([0, 1])("end with one sentence when worker %i never starts", async (missing) => {
    const task: Task = { cases: ["sgd"], timeout: 2 };
    const ended = await runWorkers([0, 1].map((place) => (place === missing ? null : task)));
    const { error, code } = ended[1 - missing] ?? {};
    expect(code).toBe(75);
    expect(error?.code).toBe("worker-lost");
    expect(error?.message).toMatch(
      new RegExp(`worker ${missing} at 127.0.0.1:\\d+ does not answer within 2 seconds\\.$`),
    );
  });

  it("say whose port is taken", async () => {
    const [port = 0, other = 0] = await freePorts(2);
    const server = createServer();
    await new Promise<void>((done) => server.listen(port, () => done()));
    try {
      const [{ error } = { error: null }] = await runWorkers([{ cases: ["sgd"] }], [port, other]);
      expect(error?.code).toBe("unavailable");
      expect(error?.message).toMatch(new RegExp(`does not start on port ${port}`));
    } finally {
      server.close();
    }
  });

  it.each([
    ["the model", { units: 4 }],
    ["the data", { rows: 40 }],
  ])("refuse to start where %s of one differs", async (what, other) => {
    const task: Task = { cases: ["sgd"] };
    const ended = await runWorkers([task, { ...task, ...other }]);
    for (const { error, code } of ended) {
      expect(code).toBe(75);
      expect(error?.code).toBe("cluster-mismatch");
      expect(error?.message).toContain(`${what} of worker 1 differs from the chief's.`);
    }
  });
});
