/** What each of several workers is given: together the batches of one process, and each decodes its own files only. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { imageDatasetFromDirectory } from "../loader/image-dataset-from-directory";
import { DecodePool } from "../platform/node/decode/decode-pool";
import type { ImageDataset, LabelledBatch } from "./image-dataset";
import { type OwnRows, rowsOf } from "./own-rows";

const folder = fileURLToPath(new URL("../../fixtures/parity", import.meta.url));

interface Piece {
  readonly rows: OwnRows | null;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** 75 files in batches of 8: the last one has 3. */
function load(batchSize: number | null = 8): Promise<ImageDataset<LabelledBatch>> {
  const split = { validationSplit: 0.2, subset: "training", seed: 123 } as const;
  const print = (): void => undefined;
  return imageDatasetFromDirectory(folder, { ...split, imageSize: [4, 5], batchSize, print });
}

/** Every batch of one pass, as `fit` would take it. */
async function pass(dataset: ImageDataset<LabelledBatch>): Promise<Piece[]> {
  const iterator = await dataset.iterator();
  const pieces: Piece[] = [];
  for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
    const { xs, ys } = step.value;
    expect(xs.shape).toEqual([ys.shape[0], 4, 5, 3]);
    pieces.push({ rows: iterator.rows, xs: [...xs.dataSync()], ys: [...ys.dataSync()] });
    tf.dispose([xs, ys]);
  }
  return pieces;
}

/** The pieces of all workers put together again. */
function together(workers: readonly (readonly Piece[])[]): Piece[] {
  return (workers[0] ?? []).map((_, batch) => {
    const pieces = workers.map((own) => own[batch]);
    let first = 0;
    for (const piece of pieces) {
      expect(piece?.rows?.first).toBe(first);
      expect(piece?.rows?.count).toBe(piece?.ys.length);
      first += piece?.ys.length ?? NaN;
    }
    for (const piece of pieces) expect(piece?.rows?.total).toBe(first);
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

describe("ownRows", () => {
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
            pipeline(await load()).ownRows({ workers, index }),
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
    home = await mkdtemp(join(tmpdir(), "flowers-own-rows-"));
    const cached = async (index: number): Promise<ImageDataset<LabelledBatch>> =>
      (await load()).cache(join(home ?? "", "cache")).ownRows({ workers: 5, index });
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
    const first = await pass(cached.ownRows({ workers: 2, index: 1 }));
    decode.mockClear();
    expect(await pass(cached.shuffle(1).ownRows({ workers: 2, index: 1 }))).toEqual(first);
    expect(decode).not.toHaveBeenCalled();
  });

  it("reads and decodes a worker's own files, each once, and no other's", async () => {
    const files: string[][] = [];
    for (const index of [0, 1, 2]) {
      const dataset = await load();
      const decode = vi.spyOn(DecodePool.prototype, "load");
      await pass(dataset.cache().prefetch().ownRows({ workers: 3, index }));
      files.push(decode.mock.calls.flatMap(([paths]) => paths));
      decode.mockRestore();
    }
    expect(files.map(({ length }) => length)).toEqual([28, 28, 19]);
    expect(files.flat().sort()).toEqual([...(await load()).filePaths].sort());
  });

  it("gives 0 rows where a batch has fewer than there are workers", async () => {
    const pieces = await pass((await load()).ownRows({ workers: 5, index: 4 }));
    expect(pieces.at(-1)).toEqual({ rows: { first: 3, count: 0, total: 3 }, xs: [], ys: [] });
  });

  it("leaves whole batches as they are, and says so", async () => {
    for (const { rows } of await pass((await load()).take(1))) expect(rows).toBeNull();
  });

  it("cuts any number of rows into contiguous pieces that differ by one at most", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.integer({ min: 1, max: 40 }), (total, workers) => {
        let next = 0;
        for (let index = 0; index < workers; index++) {
          const { first, count } = rowsOf(total, { workers, index });
          expect(first).toBe(next);
          expect([Math.floor(total / workers), Math.ceil(total / workers)]).toContain(count);
          next += count;
        }
        expect(next).toBe(total);
      }),
      { seed: 15 },
    );
  });

  it("refuses a place that is none, and rows that are cut already", async () => {
    const dataset = await load();
    const refused = (place: object): string => {
      try {
        dataset.ownRows(place as never);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused({ workers: 2, index: 2 })).toMatch(/`?index`?.*from 0 to 1.*2/);
    expect(refused({ workers: 0, index: 0 })).toMatch(/workers.*at least 1.*0/);
    expect(refused({ numShards: 2, index: 0 })).toContain('there is no option "numShards"');
    expect(() =>
      dataset.ownRows({ workers: 2, index: 0 }).take(1).ownRows({ workers: 2, index: 0 }),
    ).toThrow("these are one worker's rows already");
  });
});
