import { expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { readFixture } from "../test-support/fixtures";
import { privateFolder, writeFiles } from "../test-support/folders";
import { imgToArray, loadImage } from "./load-image";

await tf.setBackend("cpu");
const bytes = await readFixture("images/rgb.png");

it("takes bytes, blobs, files, addresses and private paths alike", async () => {
  await writeFiles(await privateFolder("load-image"), new Map([["a.png", bytes]]));
  const expected = await loadImage(bytes, { targetSize: [5, 6], interpolation: "bilinear" });
  expect([expected.height, expected.width, expected.channels]).toEqual([5, 6, 3]);
  for (const source of [
    new Blob([bytes]),
    new File([bytes], "a.png"),
    new URL(URL.createObjectURL(new Blob([bytes]))),
    URL.createObjectURL(new Blob([bytes])),
    "opfs:/load-image/a.png",
  ]) {
    expect(await loadImage(source, { targetSize: [5, 6], interpolation: "bilinear" })).toEqual(
      expected,
    );
  }
  await expectNoLeak(() => {
    const tensor = imgToArray(expected);
    expect(tensor.shape).toEqual([5, 6, 3]);
    tensor.dispose();
  });
});

it("names what cannot be decoded or is missing", async () => {
  await expect(loadImage(new File(["text"], "t.png"))).rejects.toMatchObject({
    code: "undecodable",
    message:
      'loadImage: cannot decode "t.png": not an image (first bytes 74 65 78 74); expected JPEG, PNG, GIF or BMP.',
  });
  await expect(loadImage("opfs:/load-image/none.png")).rejects.toThrow("there is no such file");
  await expect(loadImage("/none.png")).rejects.toThrow('cannot decode "/none.png": 404');
});

it("decodes WebP, and turns photos on request", async () => {
  const canvas = new OffscreenCanvas(8, 6);
  const context = canvas.getContext("2d")!;
  context.fillStyle = "rgb(200, 100, 50)";
  context.fillRect(0, 0, 8, 6);
  const webp = await canvas.convertToBlob({ type: "image/webp", quality: 1 });
  expect(webp.type).toBe("image/webp");
  const { data, width, height } = await loadImage(webp, { colorMode: "rgba" });
  expect([width, height]).toEqual([8, 6]);
  // Even at quality 1 the canvas encodes WebP with chroma of half the size.
  [200, 100, 50, 255].forEach((value, i) => expect(Math.abs(data[i]! - value)).toBeLessThan(4));
  const photo = await readFixture("images/exif6.jpg");
  const ignored = await loadImage(photo);
  const upright = await loadImage(photo, { exifOrientation: true });
  expect([ignored.width, ignored.height]).toEqual([24, 16]);
  expect([upright.width, upright.height]).toEqual([16, 24]);
  // Orientation 6 is turned clockwise for display: the stored lower left becomes the upper left.
  expect([...upright.data.subarray(0, 3)]).toEqual([
    ...ignored.data.subarray(15 * 24 * 3, 15 * 24 * 3 + 3),
  ]);
});
