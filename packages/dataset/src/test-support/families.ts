/** Families of image files and what TensorFlow makes of each: `fixtures/families`, made by the scripts beside them. */
import type { Channels, RawImage } from "../decode/raw-image";
import { readJsonFixture } from "./fixtures";

/** One file, and for each number of channels a checksum of what TensorFlow decodes; "-" where it refuses. */
export interface FamilyFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly expected: readonly { readonly channels: Channels; readonly sum: string }[];
}

/** A file and all its pixels, where a decoder may differ from TensorFlow within a bound. */
export interface PixelFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

type Edit = readonly [at: number, removed: number, hex: string];

interface Stored {
  readonly channels: readonly Channels[];
  readonly bases: Readonly<Record<string, string>>;
  readonly pixels?: Readonly<Record<string, string>>;
  readonly cases: readonly (readonly [base: string, edits: readonly Edit[], sums: string])[];
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** The files of a family whose pixels are kept. */
export async function readPixels(name: string): Promise<PixelFile[]> {
  const { bases, pixels = {} } = await readJsonFixture<Stored>(`families/${name}.json`);
  return Object.entries(pixels).map(([base, text]) => ({
    name: base,
    bytes: fromBase64(bases[base] ?? ""),
    pixels: fromBase64(text),
  }));
}

/** The files of a family. */
export async function readFamily(name: string): Promise<FamilyFile[]> {
  const { bases, cases, channels } = await readJsonFixture<Stored>(`families/${name}.json`);
  const decoded = new Map(Object.entries(bases).map(([base, text]) => [base, fromBase64(text)]));
  return cases.map(([base, edits, sums]) => {
    let bytes = decoded.get(base) ?? new Uint8Array(0);
    for (const [at, removed, hex] of edits) {
      const put = (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
      const joined = new Uint8Array(
        bytes.length - Math.min(removed, bytes.length - at) + put.length,
      );
      joined.set(bytes.subarray(0, at));
      joined.set(put, at);
      joined.set(bytes.subarray(at + removed), at + put.length);
      bytes = joined;
    }
    const texts = sums.split(" ");
    return {
      name: `${base} ${JSON.stringify(edits)}`,
      bytes,
      expected: channels.map((count, i) => ({ channels: count, sum: texts[i] ?? "" })),
    };
  });
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});

/** CRC-32 of height, width, channels and pixels, as the fixtures have it. */
export function summary({ height, width, channels, data }: RawImage): string {
  let crc = 0xffffffff;
  const add = (bytes: Uint8Array): void => {
    for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] as number);
  };
  add(new Uint8Array(Uint32Array.of(height, width, channels).buffer));
  add(data);
  return (~crc >>> 0).toString(16).padStart(8, "0");
}

/** What a decoder gave otherwise than TensorFlow, as lines; empty when all is equal. */
export async function differences(
  files: readonly FamilyFile[],
  decode: (bytes: Uint8Array<ArrayBuffer>, channels: Channels) => RawImage | Promise<RawImage>,
): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, bytes, expected } of files) {
    for (const { channels, sum } of expected) {
      const got = await outcome(() => decode(bytes, channels));
      if (got.sum !== sum) lines.push(`${name} to ${channels}: ${got.text}, TensorFlow ${sum}`);
    }
  }
  return lines;
}

async function outcome(
  decode: () => RawImage | Promise<RawImage>,
): Promise<{ sum: string; text: string }> {
  try {
    const sum = summary(await decode());
    return { sum, text: sum };
  } catch (error) {
    if (error instanceof Error && error.name === "DecodeError" && !error.message.includes("\n")) {
      return { sum: "-", text: error.message };
    }
    return { sum: "crash", text: String(error) };
  }
}
