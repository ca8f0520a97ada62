/** Features of a dataset: what they are, what is kept of them, and what is found again. */
import * as tf from "@tensorflow/tfjs";
import type { FileStore } from "@flowers/files";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import { TrainingError } from "../errors";
import { extractFeatures, type Features } from "./extract-features";

const images = (): tf.Tensor4D =>
  tf.tensor4d(
    Array.from({ length: 10 * 6 * 6 * 3 }, (_, i) => (i * 7919) % 256),
    [10, 6, 6, 3],
  );

/** Ten images in batches of four, with labels and weights; `changed` is one whose first pixel is another. */
function batches(changed = -1, count = 10) {
  return function* (): Generator<Record<"xs" | "ys" | "sampleWeight", tf.Tensor>> {
    for (let at = 0; at < count; at += 4) {
      const size = Math.min(4, count - at);
      yield tf.tidy(() => {
        const xs = tf.slice(images(), [at, 0, 0, 0], [size, 6, 6, 3]).bufferSync();
        if (changed >= at && changed < at + size) xs.set(300, changed - at, 0, 0, 0);
        const numbers = Array.from({ length: size }, (_, i) => at + i);
        return {
          xs: xs.toTensor(),
          ys: tf.tensor1d(numbers, "int32"),
          sampleWeight: tf.tensor1d(numbers.map((i) => i / 10)),
        };
      });
    }
  };
}

function makeBase(seed = 1): tf.Sequential {
  const kernelInitializer = tf.initializers.randomNormal({ seed });
  return tf.sequential({
    name: "base",
    layers: [
      tf.layers.conv2d({
        ...{ filters: 5, kernelSize: 3, kernelInitializer, inputShape: [6, 6, 3], name: "conv" },
      }),
      tf.layers.batchNormalization({ name: "normalization" }),
      tf.layers.dropout({ rate: 0.5, name: "dropout" }),
      tf.layers.globalAveragePooling2d({ name: "pool", dataFormat: "channelsLast" }),
    ],
  });
}

/** A store that counts. */
function memory(): FileStore & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    read: async (path) => Promise.resolve(files.get(path)?.slice() ?? null),
    writeAtomic: async (path, bytes) => Promise.resolve(void files.set(path, bytes.slice())),
    append: async (path, bytes) => {
      files.set(path, Uint8Array.from([...(files.get(path) ?? []), ...bytes]));
      return Promise.resolve();
    },
    remove: async (path) => Promise.resolve(void files.delete(path)),
    removeEmptyFolder: async () => Promise.resolve(),
  };
}

async function valuesOf({ xs, ys, sampleWeight, ...rest }: Features): Promise<object> {
  const all = { xs: [...(await xs.data())], ys: [...((await ys?.data()) ?? [])] };
  const weights = [...((await sampleWeight?.data()) ?? [])];
  const counts = [rest.computed, rest.found];
  rest.dispose();
  return { ...all, weights, counts };
}

/** Software WebGPU loses its device on a busy machine. */
const backends = ["cpu", "wasm", "tensorflow", "webgl"] as const;

describeOnBackends(
  "extractFeatures",
  () => {
    it("gives the network's outputs outside training, with labels and weights in order", async () => {
      await expectNoLeak(async () => {
        const base = makeBase();
        const features = await extractFeatures(batches(), base);
        const expected = tf.tidy(() => base.predict(images()) as tf.Tensor);
        expect(features.xs.shape).toEqual([10, 5]);
        const found = await features.xs.data();
        // A batch of another size is summed in another order.
        (await expected.data()).forEach((value, i) =>
          expect(Math.abs(value - (found[i] ?? NaN))).toBeLessThan(1e-3),
        );
        expect([...((await features.ys?.data()) ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect((await features.sampleWeight?.data())?.[9]).toBeCloseTo(0.9);
        features.dispose();
        expected.dispose();
        base.dispose();
      });
    });

    it("finds again what is in the cache, and computes what changed", async () => {
      await expectNoLeak(async () => {
        const base = makeBase();
        const cache = memory();
        const told: (number | null)[][] = [];
        const onBatch = (done: number, all: number | null): void => void told.push([done, all]);
        const first = await valuesOf(await extractFeatures(batches(), base, { cache, onBatch }));
        expect(first).toMatchObject({ counts: [10, 0] });
        expect(told).toEqual([
          [1, null],
          [2, null],
          [3, null],
        ]);
        const again = await valuesOf(await extractFeatures(batches(), base, { cache }));
        expect(again).toEqual({ ...first, counts: [0, 10] });
        const size = [...cache.files.values()][0]?.length ?? 0;
        const changed = await valuesOf(await extractFeatures(batches(5), base, { cache }));
        expect(changed).toMatchObject({ counts: [4, 6] });
        expect([...cache.files.values()][0]?.length).toBe(size + 32 + 5 * 4 + 4);
        const other = makeBase(2);
        const others = await valuesOf(await extractFeatures(batches(), other, { cache }));
        expect(others).toMatchObject({ counts: [10, 0] });
        expect(cache.files.size).toBe(2);
        base.trainable = false; // changes nothing that a network computes outside training
        const frozen = await valuesOf(await extractFeatures(batches(), base, { cache }));
        expect(frozen).toMatchObject({ counts: [0, 10] });
        base.dispose();
        other.dispose();
      });
    });
  },
  backends,
);

describe("the cache of features", () => {
  it("ends equal wherever writing was cut off, or a byte was changed", async () => {
    const base = makeBase();
    const cache = memory();
    const whole = await valuesOf(await extractFeatures(batches(), base, { cache }));
    const [[path, bytes] = ["", new Uint8Array()]] = [...cache.files];
    for (let size = 0; size < bytes.length; size += 23) {
      cache.files.set(path, bytes.slice(0, size));
      const resumed = await valuesOf(await extractFeatures(batches(), base, { cache }));
      expect({ ...resumed, counts: [10, 0] }).toEqual(whole);
      const last = await valuesOf(await extractFeatures(batches(), base, { cache }));
      expect(last).toEqual({ ...whole, counts: [0, 10] });
    }
    for (let at = 0; at < bytes.length; at += 37) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 16;
      cache.files.set(path, damaged);
      const resumed = await valuesOf(await extractFeatures(batches(), base, { cache }));
      expect({ ...resumed, counts: [10, 0] }, `byte ${at}`).toEqual(whole);
    }
    base.dispose();
  });

  it("keeps what was done before a signal", async () => {
    const base = makeBase();
    const cache = memory();
    const stop = new AbortController();
    const onBatch = (done: number): void => (done === 2 ? stop.abort() : undefined);
    const part = await extractFeatures(batches(), base, { cache, onBatch, signal: stop.signal });
    expect(part.xs.shape).toEqual([8, 5]);
    part.dispose();
    const rest = await extractFeatures(batches(), base, { cache });
    expect([rest.found, rest.computed]).toEqual([8, 2]);
    rest.dispose();
    base.dispose();
  });
});

describe("passes", () => {
  it("go through the data again, with new draws of the augmentation", async () => {
    class Brighter extends tf.layers.Layer {
      static readonly className = "Brighter";
      #calls = 0;
      override call(x: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
        const [input] = Array.isArray(x) ? x : [x];
        return tf.add(input as tf.Tensor, kwargs.training === true ? ++this.#calls : -1000);
      }
    }
    await expectNoLeak(async () => {
      const base = makeBase();
      const features = await extractFeatures(batches(-1, 4), base, {
        passes: 3,
        augmentation: [new Brighter()],
      });
      const rows = (await features.xs.array()) as number[][];
      expect(rows).toHaveLength(12);
      expect(new Set(rows.map((row) => row.join())).size).toBe(12);
      expect([...((await features.ys?.data()) ?? [])]).toEqual([
        0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
      ]);
      features.dispose();
      base.dispose();
    });
  });
});

describe("what extractFeatures refuses, in one sentence", () => {
  const base = makeBase();
  const classifier = tf.sequential({
    name: "classifier",
    layers: [
      tf.layers.flatten({ inputShape: [6, 6, 3] }),
      tf.layers.dense({ units: 8, activation: "relu", name: "hidden" }),
      tf.layers.dense({ units: 3, activation: "softmax", name: "predictions" }),
    ],
  });
  const small = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [5, 5, 3] })] });

  it.each([
    [classifier, {}, 'the base "classifier" still has its top, the layer "predictions"'],
    [base, { cutAt: "pooling" }, 'the base has no layer "pooling". Its layers: conv'],
    [base, { passes: 0 }, "passes must be a positive whole number; received 0"],
    [base, { augmentation: [3] }, "augmentation must be a list of layers"],
    [base, { cached: "x" }, 'argument not recognized: cached. Did you mean "cache"?'],
    [small, {}, "must have shape [any, 5, 5, 3]; received [4, 6, 6, 3]"],
  ])("%#", async (model, options, message) => {
    const error: unknown = await extractFeatures(batches(), model, options as never).catch(
      (e: unknown) => e,
    );
    expect(TrainingError.is(error) && error.message).toContain(message);
  });

  it("an empty dataset; and takes a classifier up to a layer", async () => {
    await expect(extractFeatures(batches(-1, 0), base)).rejects.toThrow("the data has no batch");
    const features = await extractFeatures(batches(), classifier, { cutAt: "hidden" });
    expect(features.xs.shape).toEqual([10, 8]);
    features.dispose();
  });
});
