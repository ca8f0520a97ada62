/** What each of several workers is given: together the batches of one process, and each decodes its own files only. */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { imageDatasetFromDirectory } from "../loader/image-dataset-from-directory";
import { DecodePool } from "../platform/node/decode/decode-pool";
import type { ImageDataset, LabelledBatch } from "./image-dataset";
import type { BatchRows, RowsOf, WorkerBatch } from "./batch-rows";

const folder = fileURLToPath(new URL("../../fixtures/parity", import.meta.url));

interface Piece {
  readonly rows: BatchRows | null;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** 75 files in batches of 8: the last one has 3. */
function load(batchSize = 8, from = folder): Promise<ImageDataset<LabelledBatch>> {
  const split = { validationSplit: 0.2, subset: "training", seed: 123 } as const;
  const print = (): void => undefined;
  return imageDatasetFromDirectory(from, { ...split, imageSize: [4, 5], batchSize, print });
}

/** The rule by which training cuts a batch. */
const worker =
  (index: number, workers: number): RowsOf =>
  (of) => {
    const start = index * Math.floor(of / workers) + Math.min(index, of % workers);
    return { start, count: Math.floor(of / workers) + (index < of % workers ? 1 : 0), of };
  };

/** Every batch of one pass, as `fit` would take it. */
async function pass(dataset: ImageDataset<LabelledBatch | WorkerBatch>): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const element of dataset) {
    const { xs, ys, rows = null } = element as LabelledBatch & { readonly rows?: BatchRows };
    expect(xs.shape).toEqual([ys.shape[0], 4, 5, 3]);
    pieces.push({ rows, xs: [...xs.dataSync()], ys: [...ys.dataSync()] });
    tf.dispose([xs, ys]);
  }
  return pieces;
}

/** The pieces of all workers put together again. */
function together(workers: readonly (readonly Piece[])[]): Piece[] {
  return (workers[0] ?? []).map((_, batch) => {
    const pieces = workers.map((own) => own[batch]);
    let start = 0;
    for (const piece of pieces) {
      expect(piece?.rows?.start).toBe(start);
      expect(piece?.rows?.count).toBe(piece?.ys.length);
      start += piece?.ys.length ?? NaN;
    }
    for (const piece of pieces) expect(piece?.rows?.of).toBe(start);
    return {
      rows: null,
      xs: pieces.flatMap((piece) => piece?.xs ?? []),
      ys: pieces.flatMap((piece) => piece?.ys ?? []),
    };
  });
}

type Pipeline = (dataset: ImageDataset<LabelledBatch>) => ImageDataset<LabelledBatch>;
const pipelines: Readonly<Record<string, Pipeline>> = {
  "the loader alone": (dataset) => dataset,
  "the tutorial's": (dataset) => dataset.cache().shuffle(4, { seed: 7 }).prefetch(),
  "skip, take and repeat": (dataset) => dataset.skip(2).take(9).repeat(2).prefetch(2),
  "a map": (dataset) => dataset.map(({ xs, ys }) => ({ xs: tf.div(xs, 255), ys })),
  "a map across rows": (dataset) =>
    dataset.map(({ xs, ys }) => ({ xs: tf.sub(xs, tf.mean(xs)), ys }), { acrossRows: true }),
  "a filter of batches": (dataset) => dataset.filter(({ ys }) => ys.dataSync()[0] !== 1),
  "batches of its own": (dataset) => dataset.unbatch().shuffle(9, { seed: 3 }).batch(7),
};

describe("forWorker", () => {
  let home: string | undefined;
  afterEach(async () => {
    vi.restoreAllMocks();
    if (home !== undefined) await rm(home, { recursive: true });
    home = undefined;
  });

  it.each(Object.entries(pipelines))(
    "gives the batches of one process in every pass: %s",
    async (_, pipeline) => {
      for (const workers of [2, 5]) {
        const whole = pipeline(await load());
        const own = await Promise.all(
          Array.from({ length: workers }, async (_, index) =>
            pipeline(await load()).forWorker(worker(index, workers)),
          ),
        );
        await expectNoLeak(async () => {
          for (let epoch = 0; epoch < 2; epoch++) {
            const pieces: Piece[][] = [];
            for (const dataset of own) pieces.push(await pass(dataset));
            expect(together(pieces)).toEqual(await pass(whole));
          }
        });
        for (const dataset of own) expect(dataset.cardinality()).toEqual(whole.cardinality());
      }
    },
  );

  it("keeps a worker's rows in a disk cache of its own, for later processes too", async () => {
    home = await mkdtemp(join(tmpdir(), "flowers-batch-rows-"));
    const cached = async (index: number): Promise<ImageDataset<WorkerBatch>> =>
      (await load()).cache(join(home ?? "", "cache")).forWorker(worker(index, 5));
    const places = [0, 1, 2, 3, 4];
    const decode = vi.spyOn(DecodePool.prototype, "load");
    const first = await Promise.all(places.map(async (index) => pass(await cached(index))));
    expect(together(first)).toEqual(await pass(await load()));
    decode.mockClear();
    const again = await Promise.all(places.map(async (index) => pass(await cached(index))));
    expect(again).toEqual(first);
    expect(decode).not.toHaveBeenCalled();
  });

  it("is one cache however often fit asks", async () => {
    const cached = (await load()).cache();
    const decode = vi.spyOn(DecodePool.prototype, "load");
    const first = await pass(cached.forWorker(worker(1, 2)));
    decode.mockClear();
    expect(await pass(cached.shuffle(1).forWorker(worker(1, 2)))).toEqual(first);
    expect(decode).not.toHaveBeenCalled();
  });

  it("reads and decodes a worker's own files, each once, and no other's", async () => {
    const files: string[][] = [];
    for (const index of [0, 1, 2]) {
      const dataset = await load();
      const decode = vi.spyOn(DecodePool.prototype, "load");
      await pass(dataset.cache().prefetch().forWorker(worker(index, 3)));
      files.push(decode.mock.calls.flatMap(([paths]) => paths));
      decode.mockRestore();
    }
    expect(files.map(({ length }) => length)).toEqual([28, 28, 19]);
    expect(files.flat().sort()).toEqual([...(await load()).filePaths].sort());
  });

  it("gives 0 rows where a batch has fewer than there are workers", async () => {
    const pieces = await pass((await load()).forWorker(worker(4, 5)));
    expect(pieces.at(-1)).toEqual({ rows: { start: 3, count: 0, of: 3 }, xs: [], ys: [] });
  });

  it("leaves whole batches as they are, and says so", async () => {
    for (const { rows } of await pass((await load()).take(1))) expect(rows).toBeNull();
  });

  it("says which rows of a bare tensor and of a list they are too", async () => {
    const whole = await load();
    const kinds = [whole.map(({ xs }) => xs), whole.map(({ xs, ys }) => [xs, ys])];
    for (const dataset of kinds) {
      for await (const { xs, rows } of dataset.take(1).forWorker(worker(1, 2))) {
        expect([(xs as tf.Tensor).shape[0], rows]).toEqual([4, { start: 4, count: 4, of: 8 }]);
        tf.dispose(xs);
      }
    }
  });

  it("has a fingerprint that tells files, options, orders and steps apart, and not folders", async () => {
    home = await mkdtemp(join(tmpdir(), "flowers-batch-rows-"));
    await cp(folder, join(home, "elsewhere"), { recursive: true });
    const of = (dataset: ImageDataset<LabelledBatch>): Promise<string> =>
      dataset.cache().shuffle(4, { seed: 7 }).prefetch().fingerprint();
    const elsewhere = await load(8, join(home, "elsewhere"));
    expect(await of(elsewhere)).toBe(await of(await load()));
    await writeFile(elsewhere.filePaths[5] ?? "", "other");
    const others = [
      await load(9),
      elsewhere,
      (await load()).take(3),
      (await load()).shuffle(2, { seed: 1 }),
    ];
    for (const other of others) expect(await of(other)).not.toBe(await of(await load()));
    await expect((await load()).shuffle(3).fingerprint()).rejects.toThrow(
      "a shuffle without a seed has another order in every process",
    );
  });

  it("refuses what is no function", async () => {
    const dataset = await load();
    expect(() => dataset.forWorker({ workers: 2, index: 0 } as never)).toThrow(/rowsOf.*function/);
  });
});
