import { describe, expect, it } from "vitest";
import { readFixture, readJsonFixture } from "../../test-support/fixtures";
import { decodeBytes } from "./decode-file";

type Expected = { shape: number[]; values: number[]; error?: undefined } | { error: string };
const golden = await readJsonFixture<{ files: Record<string, Record<string, Expected>> }>(
  "decode.json",
);
const read = (name: string): Promise<Uint8Array<ArrayBuffer>> => readFixture(`images/${name}`);

describe.each(Object.keys(golden.files))("decoding %s", (name) => {
  it.each([1, 3, 4] as const)("to %d channels is TensorFlow's", async (channels) => {
    const expected = golden.files[name]![channels]!;
    const bytes = await read(name);
    if (expected.error !== undefined) {
      await expect(decodeBytes(bytes, channels)).rejects.toThrow(/channels|invalid JPEG/);
      return;
    }
    const image = await decodeBytes(bytes, channels);
    expect([image.height, image.width, image.channels]).toEqual(expected.shape);
    if (name.endsWith(".jpg")) {
      const differences = expected.values.map((value, i) => Math.abs(value - image.data[i]!));
      const mean = differences.reduce((a, b) => a + b) / differences.length;
      // The browser's accurate IDCT against TensorFlow's fast one: about 1.0 on average (specification, section 1.6).
      expect(mean).toBeLessThanOrEqual(1.1);
      expect(Math.max(...differences)).toBeLessThanOrEqual(8);
    } else {
      expect([...image.data]).toEqual(expected.values);
    }
  });
});
