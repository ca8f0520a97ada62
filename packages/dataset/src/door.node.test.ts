// What a Keras user types by habit compiles: this file is type-checked with the package.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { expect, expectTypeOf, it } from "vitest";
import {
  type ImageDataset,
  type ImageDatasetOptions,
  imageDatasetFromDirectory,
  loadImage,
} from "./index";

const parity = fileURLToPath(new URL("../fixtures/parity", import.meta.url));
const quiet = { print: (): void => undefined };

it("options shared in a variable need no `as const`", async () => {
  const shared = { imageSize: [18, 20], batchSize: 7, seed: 1, ...quiet };
  const images = await imageDatasetFromDirectory(parity, shared);
  for await (const { xs, ys } of images.take(1)) {
    expect(xs.shape).toEqual([7, 18, 20, 3]);
    tf.dispose([xs, ys]);
  }
  const size = [4, 5];
  const [path = ""] = images.filePaths;
  expect(await loadImage(path, { targetSize: size })).toMatchObject({ height: 4, width: 5 });
});

it("class names, labels and counts are there without a question where labels are", async () => {
  const [training, validation] = await imageDatasetFromDirectory(parity, {
    ...quiet,
    validationSplit: 0.2,
    subset: "both",
    seed: 123,
  });
  expectTypeOf(training.classNames).toEqualTypeOf<readonly string[]>();
  expectTypeOf(validation.labels).toEqualTypeOf<readonly number[]>();
  expectTypeOf(training.map(({ xs }) => xs).take(2).classCounts).toEqualTypeOf<readonly number[]>();
  expect(training.classNames.length).toBe(5);
  for (const { labels, classCounts, classNames, filePaths } of [training, validation]) {
    const folders = filePaths.map((path) => path.split("/").at(-2));
    expect(labels.map((label) => classNames[label])).toEqual(folders);
    expect(classCounts).toEqual(
      classNames.map((name) => folders.filter((folder) => folder === name).length),
    );
  }
  for (const list of [training.labels, training.classNames, training.classCounts])
    expect(Object.isFrozen(list)).toBe(true);
  // Sorted in place, it would have given photos the labels of others.
  expect(() => (training.filePaths as string[]).sort()).toThrow(TypeError);
});

it("labels of one's own have their own values and counts", async () => {
  const labels = Array.from({ length: 93 }, (_, i) => (i < 3 ? 9 : 4));
  const images = await imageDatasetFromDirectory(parity, { ...quiet, labels, shuffle: false });
  expect(images.labels).toEqual(labels);
  expect([images.classNames, images.classCounts]).toEqual([
    ["4", "9"],
    [90, 3],
  ]);
});

it("without labels they are null, and the types say so", async () => {
  const images = await imageDatasetFromDirectory(parity, { ...quiet, labels: null });
  expectTypeOf(images.classNames).toEqualTypeOf<null>();
  expectTypeOf(images).toEqualTypeOf<ImageDataset<tf.Tensor4D, false>>();
  expect([images.classNames, images.labels, images.classCounts]).toEqual([null, null, null]);
  const either: ImageDataset<tf.Tensor4D> = images;
  expectTypeOf(either.classNames).toEqualTypeOf<readonly string[] | null>();
});

it("where the type of the options leaves it open, both are possible", async () => {
  const options: ImageDatasetOptions = { ...quiet, labels: null };
  const images = await imageDatasetFromDirectory(parity, options);
  expectTypeOf(images.classNames).toEqualTypeOf<readonly string[] | null>();
  expect(images.classNames).toBeNull();
});

it("loads many images at once from one buffer that is used again", async () => {
  const names = ["rgb.png", "rgb24.bmp", "rgb.gif", "rgb444_q90.jpg", "progressive.jpg"];
  const files = names.map((name) =>
    readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url)),
  );
  const buffer = new Uint8Array(
    new SharedArrayBuffer(Math.max(...files.map((file) => file.length))),
  );
  const loading = files.map((file) => {
    buffer.set(file);
    return loadImage(buffer.subarray(0, file.length));
  });
  buffer.fill(0);
  for (const [i, image] of (await Promise.all(loading)).entries())
    expect(image).toEqual(await loadImage(files[i] as Uint8Array));
});
