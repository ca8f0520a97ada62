import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { decoders } from "./decoders";
import { decodeJpeg } from "./jpeg";

const decodeBytes = decodeBytesWith(decoders);

const folder = new URL("../../../../fixtures/", import.meta.url);
type Expected = { shape: number[]; values: number[]; error?: undefined } | { error: string };
const golden = JSON.parse(readFileSync(new URL("decode.json", folder), "utf8")) as {
  files: Record<string, Record<string, Expected>>;
};
const read = (name: string): Uint8Array => readFileSync(new URL(`images/${name}`, folder));

describe.each(Object.keys(golden.files))("decoding %s", (name) => {
  it.each([1, 3, 4] as const)(
    "to %d channels gives TensorFlow's pixels, or fails where it does",
    async (channels) => {
      const expected = golden.files[name]![channels]!;
      if (expected.error !== undefined) {
        await expect(decodeBytes(read(name), channels)).rejects.toThrow(/channels|invalid JPEG/);
        return;
      }
      const image = await decodeBytes(read(name), channels);
      expect([image.height, image.width, image.channels]).toEqual(expected.shape);
      expect([...image.data]).toEqual(expected.values);
    },
  );
});

describe("JPEG without libjpeg-turbo's binding", () => {
  it.each(readdirSync(new URL("images/", folder)).filter((name) => /\.jpg$/.test(name)))(
    "%s has TensorFlow's pixels all the same",
    (name) => {
      const expected = golden.files[name]!["3"] as { values: number[] };
      const { data } = decodeJpeg(read(name), 3, false, null);
      expect([...data]).toEqual(expected.values);
    },
  );
});

describe("broken files", () => {
  it.each([1, 2, 10, 200])(
    "a JPEG that lacks its last %d bytes is refused, as by TensorFlow",
    async (missing) => {
      const whole = read("rgb444_q90.jpg");
      await expect(decodeBytes(whole.subarray(0, whole.length - missing), 3)).rejects.toThrow(
        "cut short",
      );
    },
  );

  it("other bytes are named", async () => {
    await expect(decodeBytes(new TextEncoder().encode("text"), 3)).rejects.toThrow(
      "not an image (first bytes 74 65 78 74); expected JPEG, PNG, GIF or BMP",
    );
    await expect(decodeBytes(new Uint8Array(0), 3)).rejects.toThrow("the file is empty");
  });
});

describe("EXIF orientation", () => {
  it("is ignored, and applied on request", async () => {
    const upright = await decodeBytes(read("exif6.jpg"), 3, true);
    const ignored = await decodeBytes(read("exif6.jpg"), 3);
    expect([ignored.width, ignored.height]).toEqual([24, 16]);
    expect([upright.width, upright.height]).toEqual([16, 24]);
    // Orientation 6 is turned clockwise for display: the stored lower left becomes the upper left.
    expect([...upright.data.subarray(0, 3)]).toEqual([
      ...ignored.data.subarray(15 * 24 * 3, 15 * 24 * 3 + 3),
    ]);
  });
});
