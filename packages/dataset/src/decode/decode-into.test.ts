import { describe, expect, it } from "vitest";
import { decodeInto, type FileDecoding, imageBytes } from "./decode-into";
import type { Decoder, Decoders } from "./decoders";
import type { ImageSpec } from "./image-spec";

const spec: ImageSpec = {
  height: 4,
  width: 4,
  interpolation: "nearest",
  fit: "stretch",
  channels: 3,
  pixels: "float32",
  exifOrientation: false,
  extraFormats: false,
};

/** A file is a number: its pixels have that value. It takes so many milliseconds to read. */
interface FakeFile {
  readonly value: number;
  readonly readMs: number;
  readonly fails?: boolean;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const gif = [0x47, 0x49, 0x46, 0x38];
const decode: Decoder = (bytes) => ({
  data: new Uint8Array(4 * 4 * 3).fill(bytes[4] ?? 0),
  width: 4,
  height: 4,
  channels: 3,
});
const decoders: Decoders = {
  jpeg: decode,
  png: decode,
  gif: decode,
  bmp: decode,
  webp: decode,
  avif: decode,
  tiff: decode,
};

const decoding = (failure: unknown): FileDecoding<FakeFile> => ({
  read: async ({ value, readMs, fails = false }) => {
    await wait(readMs);
    if (fails) throw failure;
    return Uint8Array.of(...gif, value);
  },
  decoders,
  atOnce: 4,
});

describe("when a file fails", () => {
  const files = [5, 40, 1, 30, 20, 10].map((readMs, i) => ({
    value: i + 1,
    readMs,
    fails: i === 2,
  }));

  it("it is named, and the others are in their places", async () => {
    const memory = new ArrayBuffer(imageBytes(spec) * files.length);
    const decoded = await decodeInto(files, spec, memory, 0, decoding(new Error("it is gone")));
    expect(decoded.failures).toEqual([{ index: 2, reason: "it is gone" }]);
    const bytes = new Uint8Array(memory);
    expect(files.map((_, i) => bytes[i * imageBytes(spec)])).toEqual([1, 2, 0, 4, 5, 6]);
  });

  it("in a way that cannot be told, nothing is written after the block is given back", async () => {
    const memory = new ArrayBuffer(imageBytes(spec) * files.length);
    const untellable = {
      toString: () => {
        throw new TypeError("no words");
      },
    };
    await expect(decodeInto(files, spec, memory, 0, decoding(untellable))).rejects.toThrow(
      "no words",
    );
    const bytes = new Uint8Array(memory).fill(99);
    await wait(80);
    expect(bytes.every((byte) => byte === 99)).toBe(true);
  });
});
