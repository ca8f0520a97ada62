import { describe, expect, it } from "vitest";
import { withoutMetadata } from "../../../decode/jpeg-header";
import { readFixture, readJsonFixture } from "../../../test-support/fixtures";
import { decodeWithBrowser } from "./bitmap";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { decoders } from "./decoders";

const decodeBytes = decodeBytesWith(decoders);

type Expected = { shape: number[]; values: number[]; error?: undefined } | { error: string };
const golden = await readJsonFixture<{ files: Record<string, Record<string, Expected>> }>(
  "decode.json",
);
const read = (name: string): Promise<Uint8Array<ArrayBuffer>> => readFixture(`images/${name}`);

/** The accurate IDCT against TensorFlow's fast one: about 1.0 on average (specification, section 1.6). */
function expectNear(data: Uint8Array, expected: readonly number[]): void {
  const differences = expected.map((value, i) => Math.abs(value - data[i]!));
  expect(differences.reduce((a, b) => a + b) / differences.length).toBeLessThanOrEqual(1.1);
  expect(Math.max(...differences)).toBeLessThanOrEqual(8);
}

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
    if (name === "cmyk.jpg") expectNear(image.data, expected.values);
    else expect([...image.data]).toEqual(expected.values);
  });
});

describe("JPEG by the browser, which decodes what our decoder does not know", () => {
  it.each(Object.keys(golden.files).filter((name) => name.endsWith(".jpg")))("%s", async (name) => {
    const expected = golden.files[name]![3] as { values: number[] };
    const { data } = await decodeWithBrowser(withoutMetadata(await read(name)), 3, "jpeg");
    expectNear(data, expected.values);
  });
});
