import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, it } from "vitest";
import { imageDatasetFromDirectory } from "../../../loader/image-dataset-from-directory";
import { cachedEpoch } from "../../../test-support/cached-epoch";
import { readParity } from "../../../test-support/fixtures";
import { pickedFiles, privateFolder, writeFiles } from "../../../test-support/folders";

await tf.setBackend("cpu");
const { images } = await readParity();
let folder: FileSystemDirectoryHandle;
beforeEach(async () => {
  folder = await privateFolder("disk-cache-test");
});

async function epoch(size = 12, files = images): Promise<{ sum: number; decoded: number }> {
  const dataset = await imageDatasetFromDirectory(pickedFiles("parity", files), {
    imageSize: [size, size],
    seed: 1,
    print: () => undefined,
  });
  return cachedEpoch(dataset, "disk-cache-test/sub/flowers");
}

async function cacheFile(): Promise<FileSystemFileHandle> {
  return (await folder.getDirectoryHandle("sub")).getFileHandle("flowers.flowers-cache");
}

it("decodes once, and gives the same afterwards", async () => {
  const first = await epoch();
  expect(first.decoded).toBe(3);
  expect(await epoch()).toEqual({ sum: first.sum, decoded: 0 });
  expect(await epoch(10)).toMatchObject({ decoded: 3 }); // other options
});

it("is made anew when damaged, cut short, empty, or when a file changed", async () => {
  const { sum } = await epoch();
  const whole = new Uint8Array(await (await (await cacheFile()).getFile()).arrayBuffer());
  const put = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    await writeFiles(folder, new Map([["sub/flowers.flowers-cache", bytes]]));
  };
  for (const at of [
    3,
    1000,
    whole.length - 60,
    whole.length - 43,
    whole.length - 20,
    whole.length - 3,
  ]) {
    const damaged = whole.slice();
    damaged[at] = damaged[at]! ^ 0xff;
    await put(damaged);
    expect(await epoch(), `byte ${at}`).toEqual({ sum, decoded: 3 });
  }
  await put(whole.slice(0, 5000));
  expect(await epoch()).toEqual({ sum, decoded: 3 });
  await put(new Uint8Array(0));
  expect(await epoch()).toEqual({ sum, decoded: 3 });
  const [[path]] = [...images] as [[string, Uint8Array<ArrayBuffer>]];
  const longer = new Uint8Array([...images.get(path)!, 0]);
  const changed = new Map([...images, [path, longer]]);
  expect(await epoch(12, changed)).toEqual({ sum, decoded: 3 });
  expect(await epoch(12, changed)).toEqual({ sum, decoded: 0 });
});

it("leaves nothing behind when broken off, and two may write at once", async () => {
  const dataset = await imageDatasetFromDirectory(pickedFiles("parity", images), {
    imageSize: [12, 12],
    seed: 1,
    print: () => undefined,
  });
  for await (const { xs, ys } of dataset.cache("disk-cache-test/sub/flowers")) {
    tf.dispose([xs, ys]);
    break;
  }
  const names = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const name of (await folder.getDirectoryHandle("sub")).keys()) found.push(name);
    return found;
  };
  await expect.poll(names).toEqual([]);
  const [a, b] = await Promise.all([epoch(), epoch()]);
  expect(a).toEqual(b);
  expect(await epoch()).toEqual({ sum: a.sum, decoded: 0 });
  expect(await names()).toEqual(["flowers.flowers-cache"]);
});

it("keeps every kind of element", async () => {
  const dataset = await imageDatasetFromDirectory(pickedFiles("parity", images), {
    imageSize: [4, 4],
    shuffle: false,
    pixels: "uint8",
    print: () => undefined,
  });
  const cached = dataset
    .take(1)
    .map(({ xs, ys }) => ({ both: [xs, tf.cast(ys, "bool")], note: "text", count: 3 }))
    .cache("opfs:/disk-cache-test/kinds");
  const seen: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    for await (const { both, note, count } of cached) {
      const tensors = both as tf.Tensor[];
      seen.push([note, count, tensors.map(({ shape, dtype }) => [shape, dtype])]);
      seen.push(tensors.map((tensor) => [...tensor.dataSync()]));
      tf.dispose(tensors);
    }
  }
  expect(seen[0]).toEqual([
    "text",
    3,
    [
      [[32, 4, 4, 3], "float32"],
      [[32], "bool"],
    ],
  ]);
  expect(seen.slice(2)).toEqual(seen.slice(0, 2));
});
