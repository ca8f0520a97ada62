import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "@flowers/random";
import { expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { gzipSync, strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { tarOf } from "../test-support/archives";
import { readParity } from "../test-support/fixtures";
import { pickedFiles, privateFolder, writeFiles } from "../test-support/folders";
import type { DirectorySource } from "./directory-source";
import { imageDatasetFromDirectory } from "./image-dataset-from-directory";

await tf.setBackend("cpu");
const { parity, images } = await readParity();

const sources: Record<string, () => Promise<DirectorySource>> = {
  "a directory handle": async () => {
    const folder = await privateFolder("parity");
    await writeFiles(folder, images);
    return folder;
  },
  "files of an input": () => Promise.resolve(pickedFiles("parity", images)),
  "files without paths": () =>
    Promise.resolve([...images].map(([path, bytes]) => new File([bytes], `parity/${path}`))),
  "a zip": () => Promise.resolve(new Blob([zipped("parity/")])),
  "a zip of class folders": () => Promise.resolve(new File([zipped("")], "parity.zip")),
  "a tar.gz": () => Promise.resolve(new Blob([gzipSync(tarOf(inFolder("parity/")))])),
  "a tar": () => Promise.resolve(new Blob([tarOf(inFolder("./parity/"))])),
  "a URL": () => Promise.resolve(new URL(URL.createObjectURL(new Blob([zipped("parity/")])))),
};
const inFolder = (top: string): { name: string; bytes: Uint8Array<ArrayBuffer> }[] =>
  [...images].map(([path, bytes]) => ({ name: top + path, bytes }));
/** With what macOS adds, and a file beside the class folders. */
function zipped(top: string): Uint8Array<ArrayBuffer> {
  const files = inFolder(top).map(({ name, bytes }) => [name, bytes] as const);
  const extra = strToU8("Mac OS X");
  return new Uint8Array(
    zipSync({
      ...Object.fromEntries(files),
      [`${top}roses/`]: new Uint8Array(0),
      [`${top}LICENSE.txt`]: extra,
      [`${top}roses/._roses_00.png`]: extra,
      [`__MACOSX/${top}roses/._roses_00.png`]: extra,
    }),
  );
}

/** Sums of batches, of whichever source came first. */
let reference: number[] | undefined;

describe.each(Object.entries(sources))("%s", (_, open) => {
  it("has Keras's files in Keras's order, and prints Keras's lines", async () => {
    const lines: string[] = [];
    const [training, validation] = await imageDatasetFromDirectory(await open(), {
      validationSplit: 0.2,
      subset: "both",
      seed: 123,
      imageSize: [40, 48],
      print: (line: string) => lines.push(line),
    });
    expect(training.filePaths).toEqual(parity.train_files.map((path) => `parity/${path}`));
    expect(validation.filePaths).toEqual(parity.val_files.map((path) => `parity/${path}`));
    expect(training.classNames).toEqual(parity.class_names);
    expect(lines).toEqual([
      "Found 93 files belonging to 5 classes.",
      "Using 75 files for training.",
      "Using 18 files for validation.",
    ]);
  });

  it("has the same pixels", async () => {
    const dataset = await imageDatasetFromDirectory(await open(), {
      shuffle: false,
      imageSize: [7, 9],
      print: () => undefined,
    });
    const sums: number[] = [];
    for await (const { xs, ys } of dataset) {
      sums.push(Array.from(xs.dataSync()).reduce((a, b) => a + b));
      tf.dispose([xs, ys]);
    }
    reference ??= sums;
    expect(sums).toEqual(reference);
  });

  it("gives its batches in tf.data's order, a new one in each iteration", async () => {
    const training = await imageDatasetFromDirectory(await open(), {
      validationSplit: 0.2,
      subset: "training",
      seed: 123,
      imageSize: [40, 48],
      batchSize: 8,
      print: () => undefined,
    });
    const labelOf = (path: string): number => parity.class_names.indexOf(path.split("/")[0]!);
    const seeds = new ShuffleSeedGenerator(datasetSeeds(123), true);
    for (let epoch = 0; epoch < 2; epoch++) {
      const order = [...shuffleIndices(75, 64, seeds.next())];
      const labels: number[] = [];
      await expectNoLeak(async () => {
        for await (const { xs, ys } of training) {
          labels.push(...ys.dataSync());
          expect(xs.dtype).toBe("float32");
          tf.dispose([xs, ys]);
        }
      });
      expect(labels).toEqual(order.map((i) => labelOf(parity.train_files[i]!)));
    }
  });
});

describe("a folder with oddities", () => {
  const png = images.get("daisy/daisy_00.png")!;
  const odd = new Map(
    ["b/x/1.png", "b/x-y/1.PNG", "b/x/z/1.png", "b/2.png", "b/.hidden.png", "b/.sub/1.png"]
      .concat(["10/1.jpg", "9/1.png", "A/q.webp", ".git/1.png", "top.png"])
      .map((path) => [path, png] as const),
  );
  const open = async (kind: string): Promise<DirectorySource> => {
    const entries = [...odd].map(([name, bytes]) => ({ name: `odd/${name}`, bytes, type: "0" }));
    if (kind === "tar") {
      return new Blob([tarOf([...entries, { name: "odd/empty", type: "5" }])]);
    }
    if (kind === "zip") {
      const all: Record<string, Uint8Array> = { "odd/empty/": new Uint8Array(0) };
      for (const { name, bytes } of entries) all[name] = bytes;
      return new Blob([new Uint8Array(zipSync(all))]);
    }
    if (kind === "files") return pickedFiles("odd", odd);
    const folder = await privateFolder("odd");
    await writeFiles(folder, odd);
    await folder.getDirectoryHandle("empty", { create: true });
    return folder;
  };

  it.each(["files", "handle", "zip", "tar"])("is walked as Keras does (%s)", async (kind) => {
    const print = (): void => undefined;
    const dataset = await imageDatasetFromDirectory(await open(kind), { shuffle: false, print });
    // An empty folder is a class; a list of files cannot show it.
    const classes = ["10", "9", "A", "b", ...(kind === "files" ? [] : ["empty"])];
    expect(dataset.classNames).toEqual(classes);
    const inClasses = ["10/1.jpg", "9/1.png", "b/.hidden.png", "b/2.png", "b/.sub/1.png"].concat([
      "b/x/1.png",
      "b/x-y/1.PNG",
      "b/x/z/1.png",
    ]);
    expect(dataset.filePaths).toEqual(inClasses.map((path) => `odd/${path}`));
    const all = await imageDatasetFromDirectory(await open(kind), {
      shuffle: false,
      labels: null,
      print,
    });
    expect(all.filePaths).toEqual(
      ["top.png", ".git/1.png", ...inClasses].map((path) => `odd/${path}`),
    );
  });
});

describe("errors", () => {
  const png = images.get("daisy/daisy_00.png")!;
  const files = (bad: Uint8Array<ArrayBuffer>): File[] =>
    pickedFiles("f", new Map([["a/1.png", png], ["a/2.jpg", bad], ["b/1.png", png]])); // oxfmt-ignore
  const print = (): void => undefined;

  it("names a file that cannot be decoded, or leaves it out", async () => {
    const bad = strToU8("no image") as Uint8Array<ArrayBuffer>;
    const strict = await imageDatasetFromDirectory(files(bad), { imageSize: 5, print });
    await expect((await strict.iterator()).next()).rejects.toMatchObject({
      code: "undecodable",
      message:
        'imageDatasetFromDirectory: cannot decode "f/a/2.jpg": not an image (first bytes 6e 6f 20 69); expected JPEG, PNG, GIF or BMP.',
    });
    const lines: string[] = [];
    const lenient = await imageDatasetFromDirectory(files(bad), {
      imageSize: 5,
      onError: "warn",
      print: (line: string) => lines.push(line),
    });
    for await (const { xs, ys } of lenient) {
      expect(xs.shape).toEqual([2, 5, 5, 3]);
      tf.dispose([xs, ys]);
    }
    expect(lines.at(-1)).toContain('cannot decode "f/a/2.jpg"');
    expect(lenient.report.skipped.map(({ path }) => path)).toEqual(["f/a/2.jpg"]);
  });

  it.each([
    ["a hostile archive", new Blob([tarOf([{ name: "../a/1.png" }])]), "unsafe-archive"],
    ["another file", new Blob(["hello, this is no archive"]), "unsafe-archive"],
    ["an address without a server", "http://127.0.0.1:9/flowers.zip", "download"],
    ["an address without a file", "/nothing-here.zip", "download"],
    ["no address", "http://", "invalid-argument"],
    ["a missing private folder", "opfs:/nowhere", "not-found"],
    ["no files", [], "no-images"],
    ["a number", 5 as unknown as string, "invalid-argument"],
  ])("refuses %s", async (_, source, code) => {
    await expect(imageDatasetFromDirectory(source, { print })).rejects.toMatchObject({ code });
  });
});
