import { describe, expect, it } from "vitest";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { differences, readFamily } from "../../../test-support/families";
import { decoders } from "./decoders";
import { jpegTurbo } from "./jpeg-turbo";

const decode = decodeBytesWith(decoders);
/** From a part of a larger buffer, as files are read. */
const decodeBytes: typeof decode = (bytes, ...rest) =>
  decode(Buffer.concat([Buffer.alloc(5), bytes, Buffer.alloc(3)]).subarray(5, -3), ...rest);

describe("whole families of files are decoded to TensorFlow's pixels, or refused where it does", () => {
  it.skipIf(jpegTurbo() === null)("JPEG with libjpeg-turbo's binding", async () => {
    expect(await differences(await readFamily("jpeg"), decodeBytes)).toEqual([]);
  });

  it.each(["png", "gif", "bmp", "webp"])("%s", async (name) => {
    const asKeras: typeof decodeBytes = (bytes, channels) =>
      decodeBytes(bytes, channels, false, false);
    expect(await differences(await readFamily(name), asKeras)).toEqual([]);
  });
});

it("AVIF files of the family have Pillow's pixels, or are refused where it refuses", async () => {
  const files = await readFamily("avif");
  expect(files.length).toBeGreaterThan(450);
  expect(await differences(files, decodeBytes)).toEqual([]);
});
