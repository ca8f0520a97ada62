import { describe, expect, it } from "vitest";
import { readFixture, readJsonFixture } from "../../../test-support/fixtures";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { decoders } from "./decoders";

const decodeBytes = decodeBytesWith(decoders);

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
    expect([...image.data]).toEqual(expected.values);
  });
});
