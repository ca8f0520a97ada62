import { describe, expect, it } from "vitest";
import { readFixture, readJsonFixture } from "../../test-support/fixtures";
import { decodeJpegExactly } from "./decode-jpeg";

type Expected = { shape: number[]; values: number[]; error?: undefined } | { error: string };
const golden = await readJsonFixture<{ files: Record<string, Record<string, Expected>> }>(
  "decode.json",
);
const names = Object.keys(golden.files).filter((name) => name.endsWith(".jpg"));

describe.each(names)("%s", (name) => {
  it.each([1, 3] as const)("to %d channels has TensorFlow's pixels", async (channels) => {
    const expected = golden.files[name]![channels]!;
    const image = decodeJpegExactly(await readFixture(`images/${name}`), channels);
    if (name === "cmyk.jpg") expect(image).toBeUndefined();
    else if (expected.error === undefined) {
      expect([image!.height, image!.width, image!.channels]).toEqual(expected.shape);
      expect([...image!.data]).toEqual(expected.values);
    }
  });
});
