import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { decoders } from "../platform/node/decode/decoders";
import { decodeWith, ownPixels } from "./decoders";

const folder = new URL("../../fixtures/", import.meta.url);
const files = ["images", "extra"].flatMap((name) =>
  readdirSync(new URL(`${name}/`, folder))
    .filter((file) => !file.endsWith(".py"))
    .map((file) => `${name}/${file}`),
);
const request = { channels: 3, exifOrientation: true, extraFormats: true } as const;

it.each(files)(
  "%s is the same from bytes, a Buffer and a part of a larger Buffer",
  async (file) => {
    const bytes = readFileSync(new URL(file, folder));
    const padded = Buffer.alloc(bytes.length + 300, 7);
    bytes.copy(padded, 100);
    const images = [
      new Uint8Array(bytes),
      Buffer.from(bytes),
      padded.subarray(100, 100 + bytes.length),
    ].map((given) =>
      decodeWith(decoders, given, request, ownPixels).catch((error: unknown) => String(error)),
    );
    const [first, ...others] = await Promise.all(images);
    for (const other of others) expect(other).toEqual(first);
    expect(padded.subarray(0, 100).every((byte) => byte === 7)).toBe(true);
  },
);
