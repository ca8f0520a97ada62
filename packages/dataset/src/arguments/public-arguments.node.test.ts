// Every option of every public function: misspelt, NaN, of another type, out of range.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as api from "../index";

const { DatasetError, getFile, imageDatasetFromDirectory, imgToArray, loadImage, walkFiles } = api;
const png = readFileSync(new URL("../../fixtures/images/rgb.png", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "public-arguments-"));
const photos = join(folder, "photos");
let dataset: api.ImageDataset;

beforeAll(async () => {
  await tf.setBackend("cpu");
  for (const name of ["a/0.png", "a/1.png", "b/2.png", "b/3.png"]) {
    mkdirSync(join(photos, name, ".."), { recursive: true });
    writeFileSync(join(photos, name), png);
  }
  dataset = await imageDatasetFromDirectory(photos, { imageSize: [2, 2], verbose: false });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is tried for every option; `accepts` of the option says which of them are right. */
const pool: readonly unknown[] = [
  ...[NaN, Infinity, -Infinity, -1, 0, 1, 0.5, 2 ** 53, 1e300],
  ...["", "x", "NaN", "training", true, false, null],
  ...[[], [1], [1, 2], [1, 2, 3], [NaN, 1], [0.5, 2], ["a", "b"], {}, { x: 1 }, () => 1],
];
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.some(
      (one) =>
        JSON.stringify(one) === JSON.stringify(value) &&
        typeof one === typeof value &&
        !Number.isNaN(value) &&
        Math.abs(Number(value)) !== Infinity,
    );
const flag = isOneOf(true, false);
const isFunction = (value: unknown): boolean => typeof value === "function";

interface Case {
  readonly call: (options: object) => Promise<unknown>;
  /** For each option the values of the pool that it takes. */
  readonly options: Readonly<Record<string, (value: unknown) => boolean>>;
}

const quiet = { print: (): void => undefined };
const load = { colorMode: isOneOf(), targetSize: isOneOf(null, [1, 2]), interpolation: isOneOf() };
const cases: Readonly<Record<string, Case>> = {
  imageDatasetFromDirectory: {
    call: (options) => imageDatasetFromDirectory(photos, { ...quiet, ...options }),
    options: {
      labels: isOneOf(null),
      labelMode: isOneOf(null),
      classNames: isOneOf(null, [], ["a", "b"]),
      colorMode: isOneOf(),
      batchSize: isOneOf(null, 1),
      imageSize: isOneOf(1, [1, 2]),
      shuffle: flag,
      seed: isOneOf(null, 0, 1),
      validationSplit: isOneOf(null, 0, "", false), // Python's false: no split
      subset: isOneOf(null, 0, "", false),
      interpolation: isOneOf(),
      followLinks: flag,
      cropToAspectRatio: flag,
      padToAspectRatio: flag,
      verbose: flag,
      print: isFunction,
      onError: isOneOf(),
      split: isOneOf(),
      pixels: isOneOf(),
      exifOrientation: flag,
      extraFormats: flag,
    },
  },
  loadImage: {
    call: (options) => loadImage(png, options),
    options: { ...load, keepAspectRatio: flag, exifOrientation: flag },
  },
  walkFiles: {
    call: (options) => walkFiles(photos, options).next(),
    options: { followLinks: flag, signal: isOneOf(), onProgress: isFunction },
  },
  getFile: {
    call: (options) => {
      const fetch = (): Promise<Response> => Promise.resolve(new Response("x"));
      return getFile("https://example.org/a.bin", { cacheFolder: folder, fetch, ...options });
    },
    options: {
      name: isOneOf("x", "NaN", "training"),
      sizeBytes: isOneOf(0, 1),
      sha256: isOneOf(),
      cacheFolder: (value) => typeof value === "string" && value !== "",
      cacheSubfolder: (value) => typeof value === "string",
      extract: flag,
      limits: isOneOf(),
      force: flag,
      signal: isOneOf(),
      onProgress: isFunction,
      fetch: isFunction,
    },
  },
  "ImageDataset.shuffle": {
    call: async (options) => Promise.resolve(dataset.shuffle(2, options)),
    options: { seed: isOneOf(null, -1, 0, 1), reshuffleEachIteration: flag },
  },
};

/** One sentence that names the argument. */
async function expectRefused(name: string, promise: Promise<unknown>, what: string): Promise<void> {
  const error: unknown = await promise.then(
    (value) => `accepted: ${String(value)}`,
    (reason: unknown) => reason,
  );
  expect(DatasetError.is(error), `${what}: ${String(error)}`).toBe(true);
  const { code, message } = error as api.DatasetError;
  expect([code, what]).toEqual(["invalid-argument", what]);
  expect(message).toContain(name);
  expect(message).not.toContain("\n");
}

const shown = (value: unknown): string =>
  typeof value === "function" ? "function" : (JSON.stringify(value) ?? String(value));

describe.each(Object.entries(cases))("%s", (_, { call, options }) => {
  it.each(Object.entries(options))("refuses wrong values of `%s`", async (name, accepts) => {
    for (const value of pool) {
      if (accepts(value)) continue;
      const what = `${name}: ${typeof value} ${shown(value)}`;
      // Keras finds a wrong pair before it finds what is wrong with one of the two.
      const either = name === "validationSplit" || name === "subset" ? "" : name;
      await expectRefused(either, call({ [name]: value }), what);
    }
  });

  it("refuses misspelt options, and names the right one", async () => {
    for (const name of Object.keys(options)) {
      const misspelt = [
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        name.toLowerCase(),
        `${name.slice(0, 1)}${name.slice(2)}`,
        `${name}x`,
      ];
      for (const wrong of misspelt.filter((one) => !(one in options))) {
        await expectRefused(name, call({ [wrong]: 1 }), wrong);
      }
    }
    await expectRefused("nothingLikeIt", call({ nothingLikeIt: 1 }), "nothingLikeIt");
  });

  it("never fails with anything but a sentence, whatever is passed", async () => {
    const known = Object.keys(options).filter(
      (name) => !["print", "fetch", "onProgress", "cacheFolder"].includes(name),
    );
    const anything = fc.dictionary(fc.constantFrom(...known), fc.anything(), { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(anything, async (given) => {
        const error: unknown = await call(given).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error === undefined) return;
        expect(DatasetError.is(error), inspect(error)).toBe(true);
        expect((error as Error).message).not.toContain("\n");
      }),
      { seed: 12, numRuns: 150 },
    );
  });
});

describe("options that are no object", () => {
  it("are refused", async () => {
    for (const wrong of [null, 1, "x", [1]]) {
      const options = wrong as never;
      await expectRefused("options", imageDatasetFromDirectory(photos, options), "dataset");
      await expectRefused("options", loadImage(png, options), "loadImage");
      await expectRefused("options", walkFiles(photos, options).next(), "walkFiles");
      await expectRefused("options", getFile("https://example.org/a", options), "getFile");
    }
  });
});

describe("arguments that are no options", () => {
  const wrong: readonly unknown[] = [NaN, null, undefined, 3, true, {}, () => 1];
  it("of the functions are refused in one sentence", async () => {
    for (const value of wrong) {
      const none = value as never;
      const what = String(value);
      await expectRefused("directory", imageDatasetFromDirectory(none), what);
      await expectRefused("directory", walkFiles(none).next(), what);
      await expectRefused("source", loadImage(none), what);
      await expectRefused("origin", getFile(none), what);
      await expectRefused(
        "image",
        Promise.resolve().then(() => imgToArray(none)),
        what,
      );
    }
    await expectRefused("origin", getFile("no address"), "no address");
    const image = await loadImage(png);
    for (const part of ["width", "height", "channels", "data"] as const) {
      for (const value of [NaN, -1, "x", undefined, [1]]) {
        const broken = { ...image, [part]: value } as never;
        await expectRefused(
          "image",
          Promise.resolve().then(() => imgToArray(broken)),
          part,
        );
      }
    }
  });

  it.each([
    ["batch", "batchSize", [1]],
    ["take", "count", [-1, 0, 1, 2 ** 53]],
    ["skip", "count", [0, 1, 2 ** 53]],
    ["repeat", "count", [-1, 0, 1, Infinity, 2 ** 53]],
    ["prefetch", "bufferSize", [0, 1]],
    ["shuffle", "bufferSize", [1]],
    ["map", "transform", []],
    ["filter", "predicate", []],
  ] as const)("ImageDataset.%s refuses a wrong `%s`", async (method, name, right) => {
    const accepted: readonly unknown[] = right;
    for (const value of pool) {
      if (accepted.includes(value) || (typeof value === "function" && right.length === 0)) continue;
      if (value === 2 ** 53 || value === 1e300) continue; // whole numbers, however large
      const call = Promise.resolve().then(() => dataset[method](value as never));
      await expectRefused(name, call, `${method} ${shown(value)}`);
    }
  });

  it("ImageDataset's other arguments are checked too", async () => {
    const wrongFlag = "yes" as never;
    await expectRefused(
      "smallLastBatch",
      Promise.resolve().then(() => dataset.batch(2, wrongFlag)),
      "batch",
    );
    await expectRefused(
      "reshuffleEachIteration",
      Promise.resolve().then(() => dataset.shuffle(2, "1", wrongFlag)),
      "shuffle",
    );
    for (const seed of ["", "x", "1.5", "NaN"]) {
      await expectRefused(
        "seed",
        Promise.resolve().then(() => dataset.shuffle(2, seed)),
        seed,
      );
    }
    for (const path of [1, NaN, {}, null]) {
      await expectRefused(
        "path",
        Promise.resolve().then(() => dataset.cache(path as never)),
        "cache",
      );
    }
  });
});
