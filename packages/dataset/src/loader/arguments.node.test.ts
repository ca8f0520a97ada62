import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { imageDatasetFromDirectory } from "./image-dataset-from-directory";
import type { ImageDatasetOptions } from "./options";

const parity = fileURLToPath(new URL("../../fixtures/parity", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "arguments-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const quiet = { print: (): void => undefined };

describe("wrong arguments are refused in Keras's order", () => {
  // Each is wrong in its own way and in the next one's: the earlier check must win.
  const cases: [object, RegExp][] = [
    [{ labels: "other", labelMode: "x" }, /`labels` argument should be a list/],
    [{ labels: [1], classNames: ["a"], labelMode: "x" }, /only pass `classNames` if/],
    [{ labelMode: "x", colorMode: "x" }, /`labelMode` argument must be one of/],
    [{ colorMode: "x", imageSize: [1, 2, 3] }, /`colorMode` must be one of/],
    [{ imageSize: [1, 2, 3], interpolation: "x" }, /Invalid `imageSize` value/],
    [
      { interpolation: "x", validationSplit: 2 },
      /`interpolation` should be one of \('bilinear', 'nearest'/,
    ],
    [
      { validationSplit: 2, subset: null },
      /`validationSplit` must be between 0 and 1, received: 2/,
    ],
    [{ validationSplit: 0.2 }, /If `subset` is set, `validationSplit` must be set/],
    [{ subset: "training" }, /If `subset` is set/],
    [{ validationSplit: 0.2, subset: "x" }, /`subset` must be either/],
    [{ validationSplit: 0.2, subset: "both" }, /you must provide a `seed`/],
    [{ classNames: ["nope"] }, /did not match the names of the subdirectories/],
    [{ labels: null, classNames: ["daisy"] }, /`classNames` cannot be specified/],
    [{ labels: [1, 2] }, /labels.length is 2 while we found 93 files/],
    [
      { labelMode: "binary", cropToAspectRatio: true, padToAspectRatio: true },
      /exactly 2 classNames/,
    ],
    [{ cropToAspectRatio: true, padToAspectRatio: true }, /Only one of/],
    [{ cropToAspectRatio: true, interpolation: "gaussian" }, /must be one of \('bilinear'/],
    [{ batchSize: 0 }, /`batchSize` must be null or/],
    [{ onError: "x" }, /`onError` must be/],
    [{ split: "x" }, /`split` must be/],
    [{ pixels: "x" }, /`pixels` must be/],
  ];
  it.each(cases)("%j", async (options, message) => {
    await expect(imageDatasetFromDirectory(parity, { ...quiet, ...options })).rejects.toThrow(
      message,
    );
  });

  it("names a directory that is missing or has no images", async () => {
    await expect(imageDatasetFromDirectory(join(folder, "none"))).rejects.toMatchObject({
      code: "not-found",
    });
    mkdirSync(join(folder, "empty", "a"), { recursive: true });
    await expect(imageDatasetFromDirectory(join(folder, "empty"), quiet)).rejects.toThrow(
      /No images found in directory .*empty. Allowed formats: \('.bmp'/,
    );
  });
});

describe("the walk", () => {
  it("is Python's: by folder path as a string, hidden files inside classes, links to files", async () => {
    const root = join(folder, "walk");
    for (const path of [
      "10/i.png",
      "9/i.png",
      "a/x/1.png",
      "a/x-y/1.PNG",
      "a/x/z/1.jpg",
      "a/.hidden.png",
      "a/b.txt",
      "a/b.webp",
      ".dot/i.png",
      "top.png",
    ]) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), "");
    }
    symlinkSync(join(root, "9"), join(root, "a", "linked"));
    symlinkSync(join(root, "9", "i.png"), join(root, "a", "link.png"));
    const images = await imageDatasetFromDirectory(root, { ...quiet, shuffle: false });
    const names = images.filePaths.map((path) => path.slice(root.length + 1));
    expect(names).toEqual([
      "10/i.png",
      "9/i.png",
      "a/.hidden.png",
      "a/link.png",
      "a/x/1.png",
      "a/x-y/1.PNG",
      "a/x/z/1.jpg",
    ]);
    expect(images.classNames).toEqual(["10", "9", "a"]);
    const linked = await imageDatasetFromDirectory(root, {
      ...quiet,
      shuffle: false,
      followLinks: true,
      extraFormats: true,
    });
    expect(linked.filePaths.map((path) => path.slice(root.length + 1))).toContain("a/linked/i.png");
    expect(linked.filePaths.map((path) => path.slice(root.length + 1))).toContain("a/b.webp");
    const bare = await imageDatasetFromDirectory(root, { ...quiet, shuffle: false, labels: null });
    expect(bare.filePaths.slice(0, 2).map((path) => path.slice(root.length + 1))).toEqual([
      "top.png",
      ".dot/i.png",
    ]);
  });
});

describe("labels, channels and batches", () => {
  const first = async (options: ImageDatasetOptions): Promise<tf.TensorContainer> => {
    const images = await imageDatasetFromDirectory(parity, {
      ...quiet,
      imageSize: [4, 5],
      shuffle: false,
      ...options,
    });
    for await (const element of images) return element;
    throw new Error("no element");
  };
  it.each([
    [{ labelMode: "int" }, [32], "int32"],
    [{ labelMode: "categorical" }, [32, 5], "float32"],
    [{ labelMode: "binary", classNames: ["roses", "tulips"] }, [32, 1], "float32"],
    [{ batchSize: null }, [], "int32"],
  ] as const)("%j", async (options, shape, dtype) => {
    const { xs, ys } = (await first(options)) as { xs: tf.Tensor; ys: tf.Tensor };
    expect([ys.shape, ys.dtype]).toEqual([shape, dtype]);
    tf.dispose([xs, ys]);
  });
  it("without labels the element is the images", async () => {
    const images = (await first({ labels: null, colorMode: "rgba", imageSize: 6 })) as tf.Tensor;
    expect(images.shape).toEqual([32, 6, 6, 4]);
    images.dispose();
  });
});

describe("files that cannot be decoded", () => {
  it("are named, or left out and reported", async () => {
    const root = join(folder, "broken");
    mkdirSync(join(root, "a"), { recursive: true });
    const good = await import("node:fs").then((fs) =>
      fs.readFileSync(new URL("../../fixtures/images/rgb.png", import.meta.url)),
    );
    for (let i = 0; i < 5; i++) writeFileSync(join(root, "a", `${i}.png`), i === 1 ? "text" : good);
    const options = { imageSize: [8, 8], batchSize: 2, shuffle: false } as const;
    const strict = await imageDatasetFromDirectory(root, { ...quiet, ...options });
    await expect(
      (async () => {
        for await (const { xs, ys } of strict) tf.dispose([xs, ys]);
      })(),
    ).rejects.toThrow(
      `imageDatasetFromDirectory: cannot decode "${join(root, "a", "1.png")}": not an image (first bytes 74 65 78 74); expected JPEG, PNG, GIF or BMP.`,
    );
    const lines: string[] = [];
    const lenient = await imageDatasetFromDirectory(root, {
      ...options,
      onError: "warn",
      print: (line: string) => lines.push(line),
    });
    const sizes: number[] = [];
    for await (const { xs, ys } of lenient) {
      sizes.push(xs.shape[0]);
      tf.dispose([xs, ys]);
    }
    expect(sizes).toEqual([2, 2]);
    expect(lenient.report.skipped).toEqual([
      { path: join(root, "a", "1.png"), reason: expect.stringContaining("not an image") as string },
    ]);
    expect(lines[1]).toContain("cannot decode");
  });
});
