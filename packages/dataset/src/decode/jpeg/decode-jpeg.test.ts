import { describe, expect, it } from "vitest";
import { readFixture, readJsonFixture } from "../../test-support/fixtures";
import { decodeJpeg } from "./decode-jpeg";

type Expected = { shape: number[]; values: number[]; error?: undefined } | { error: string };
const golden = await readJsonFixture<{ files: Record<string, Record<string, Expected>> }>(
  "decode.json",
);
const names = Object.keys(golden.files).filter((name) => name.endsWith(".jpg"));

describe.each(names)("%s", (name) => {
  it.each([1, 3] as const)("to %d channels has TensorFlow's pixels", async (channels) => {
    const expected = golden.files[name]![channels]!;
    const bytes = await readFixture(`images/${name}`);
    if (expected.error !== undefined)
      return expect(() => decodeJpeg(bytes, channels)).toThrow("CMYK");
    const image = decodeJpeg(bytes, channels);
    expect([image.height, image.width, image.channels]).toEqual(expected.shape);
    expect([...image.data]).toEqual(expected.values);
  });
});
