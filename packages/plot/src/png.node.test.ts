import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { encodePng } from "./png";

it("writes a PNG that Node's own inflate and crc32 read back", () => {
  const png = encodePng({
    data: Float32Array.of(-5, 0.6, 300, NaN, 127.4, 255),
    width: 2,
    height: 1,
    channels: 3,
  });
  const view = new DataView(png.buffer);
  expect([view.getUint32(16), view.getUint32(20), png[24], png[25]]).toEqual([2, 1, 8, 2]);
  const length = view.getUint32(33);
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([0, 0, 1, 255, 0, 127, 255]);
  // The checksum of an empty IEND chunk is a constant of the format.
  expect(view.getUint32(png.length - 4)).toBe(0xae426082);
});

it("refuses what is no image", () => {
  const data = new Uint8Array(12);
  expect(() => encodePng({ data, width: 2, height: 2, channels: 2 })).toThrow(
    "image must have 1, 3 or 4 channels. Received: channels=2",
  );
  expect(() => encodePng({ data, width: 2, height: 3, channels: 3 })).toThrow(
    /width\*height\*channels=18 values in data. Received: 12/,
  );
});
