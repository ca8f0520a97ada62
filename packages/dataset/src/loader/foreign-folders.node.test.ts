// Folders and archives as other systems leave them.
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { getFile } from "../files/get-file";
import { imageDatasetFromDirectory } from "./image-dataset-from-directory";
import { loadImage } from "./load-image";
import { walkFiles } from "./walk-files";

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const png = readFileSync(join(fixtures, "images/rgb.png"));
const folder = mkdtempSync(join(tmpdir(), "foreign-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function photosIn(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const root = join(folder, name);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

const fetchFixture =
  (name: string): typeof fetch =>
  () =>
    Promise.resolve(new Response(readFileSync(join(fixtures, "foreign", name))));

describe.skipIf(process.platform === "win32")("pipes, sockets and devices", () => {
  it("are skipped with a word and never opened, also behind links", async () => {
    const root = photosIn("special", { "a/0.png": png, "b/1.png": png });
    execFileSync("mkfifo", [join(root, "a", "pipe.png"), join(root, "a", "pipe.txt")]);
    symlinkSync("/dev/zero", join(root, "b", "device.png"));
    symlinkSync(join(root, "a", "pipe.png"), join(root, "b", "link.png"));
    const server = createServer().listen(join(root, "b", "socket.png"));
    await new Promise((done) => server.once("listening", done));
    try {
      const lines: string[] = [];
      const images = await imageDatasetFromDirectory(root, {
        imageSize: [4, 4],
        shuffle: false,
        print: (line: string) => lines.push(line),
      });
      expect(images.filePaths).toEqual([join(root, "a/0.png"), join(root, "b/1.png")]);
      expect(lines.sort()).toEqual(
        [
          "Found 2 files belonging to 2 classes.",
          `imageDatasetFromDirectory: skipped "${join(root, "a/pipe.png")}": it is a pipe, not a file.`,
          `imageDatasetFromDirectory: skipped "${join(root, "b/device.png")}": it is a device, not a file.`,
          `imageDatasetFromDirectory: skipped "${join(root, "b/link.png")}": it is a pipe, not a file.`,
          `imageDatasetFromDirectory: skipped "${join(root, "b/socket.png")}": it is a socket, not a file.`,
        ].sort(),
      );
      expect(images.report.skipped.length).toBe(4);
      for await (const { xs, ys } of images) {
        expect(xs.shape).toEqual([2, 4, 4, 3]);
        tf.dispose([xs, ys]);
      }
      const walked: string[] = [];
      for await (const { path } of walkFiles(root)) walked.push(path);
      expect(walked).toEqual(["a/0.png", "b/1.png"]);
      for (const [path, kind] of [
        ["a/pipe.png", "a pipe"],
        ["b/device.png", "a device"],
        ["a", "a folder"],
      ] as const) {
        await expect(loadImage(join(root, path))).rejects.toThrow(`it is ${kind}, not a file.`);
      }
    } finally {
      server.close();
    }
  });
});

describe("what macOS leaves beside photos", () => {
  const fork = Uint8Array.from([
    0x00,
    0x05,
    0x16,
    0x07,
    0x00,
    0x02,
    0x00,
    0x00,
    ...Array<number>(40).fill(0),
  ]);
  it("is skipped with a word; a photo of such a name is kept", async () => {
    const root = photosIn("mac", {
      "roses/0.png": png,
      "roses/._0.png": fork,
      "roses/.AppleDouble/0.png": fork,
      "tulips/._photo.png": png,
      "__MACOSX/roses/._0.png": fork,
    });
    const lines: string[] = [];
    const images = await imageDatasetFromDirectory(root, {
      shuffle: false,
      print: (line: string) => lines.push(line),
    });
    expect(images.classNames).toEqual(["roses", "tulips"]);
    expect(images.filePaths.map((path) => path.slice(root.length + 1))).toEqual([
      "roses/0.png",
      "tulips/._photo.png",
    ]);
    for (const name of ["roses/._0.png", "roses/.AppleDouble/0.png"])
      expect(lines.join("\n")).toContain(`skipped "${join(root, name)}"`);
    expect(images.report.skipped).toHaveLength(2);
  });
});

describe("a small folder", () => {
  const root = photosIn("small", { "a/0.png": png, "a/1.png": png, "b/2.png": png });
  it.each([
    [0.2, "validation", "0.2 of its 3 images rounds down to 0 for validation"],
    [0.2, "both", "the validation part"],
    [0.01, "validation", "0.01"],
  ] as const)(
    "of which %d is for validation: %s is empty, and says so",
    async (validationSplit, subset, words) => {
      const options = { validationSplit, subset, seed: 1, print: (): void => undefined };
      await expect(imageDatasetFromDirectory(root, options)).rejects.toMatchObject({
        code: "no-images",
        message: expect.stringContaining(words) as string,
      });
    },
  );
  it("gives all it has as the training part", async () => {
    const options = {
      validationSplit: 0.2,
      subset: "training",
      seed: 1,
      print: (): void => undefined,
    } as const;
    expect((await imageDatasetFromDirectory(root, options)).filePaths).toHaveLength(3);
  });
});

describe("archives", () => {
  it("of Windows and DOS name their files in code page 437", async () => {
    const out = await getFile("https://example.org/cp437.zip", {
      cacheFolder: folder,
      extract: true,
      fetch: fetchFixture("cp437.zip"),
    });
    const names = readdirSync(join(out, "photos")).map((name) => name.normalize("NFC"));
    expect(names.sort()).toEqual(["cafè", "café"]);
  });

  it.each([
    ["x.tar.xz", "xz"],
    ["b.tar.bz2", "bzip2"],
  ])("%s is called by its compression, not damaged", async (name, kind) => {
    const got = getFile(`https://example.org/${name}`, {
      cacheFolder: folder,
      extract: true,
      fetch: fetchFixture(name),
    });
    await expect(got).rejects.toMatchObject({ code: "unsafe-archive" });
    await expect(got).rejects.toThrow(`it is compressed by ${kind}, which is not supported`);
  });
});

describe("loadImage", () => {
  const [red, blue] = ["red.jpg", "blue.jpg"].map((name) => join(fixtures, "foreign", name)) as [
    string,
    string,
  ];
  const colour = ({ data }: { readonly data: ArrayLike<number> }): number[] =>
    Array.from({ length: 3 }, (_, i) => data[i] ?? NaN);

  it("gives images that share no memory, one after the other and at once", async () => {
    for (const options of [
      {},
      { targetSize: [3, 5], interpolation: "bilinear" },
      { targetSize: [2, 2] },
    ] as const) {
      const first = await loadImage(red, options);
      const expected = colour(first);
      const second = await loadImage(blue, options);
      const many = await Promise.all(
        Array.from({ length: 40 }, (_, i) => loadImage(i % 2 === 0 ? red : blue, options)),
      );
      expect(colour(first)).toEqual(expected);
      expect(colour(second)).not.toEqual(expected);
      for (const [i, image] of many.entries()) expect(image).toEqual(i % 2 === 0 ? first : second);
      expect(new Set([first, second, ...many].map(({ data }) => data.buffer)).size).toBe(42);
    }
  });

  it("and a data set that decodes at the same time do not disturb each other", async () => {
    const root = photosIn("both", { "a/0.jpg": readFileSync(blue), "b/1.jpg": readFileSync(blue) });
    const images = await imageDatasetFromDirectory(root, { imageSize: [7, 7], verbose: false });
    const expected = colour(
      await loadImage(red, { targetSize: [7, 7], interpolation: "bilinear" }),
    );
    const batches = async (): Promise<number[]> => {
      const found: number[] = [];
      for await (const { xs, ys } of images.repeat(20)) {
        found.push(...colour({ data: xs.dataSync() }));
        tf.dispose([xs, ys]);
      }
      return found;
    };
    const [pixels, ...reds] = await Promise.all([
      batches(),
      ...Array.from({ length: 40 }, () =>
        loadImage(red, { targetSize: [7, 7], interpolation: "bilinear" }),
      ),
    ]);
    expect(new Set(pixels.filter((_, i) => i % 3 === 0)).size).toBe(1);
    for (const image of reds) expect(colour(image)).toEqual(expected);
  });

  it("says when there is no such file", async () => {
    await expect(loadImage(join(folder, "none.jpg"))).rejects.toMatchObject({ code: "not-found" });
  });
});
