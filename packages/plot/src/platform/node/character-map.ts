/** Which characters a font file has, read from its `cmap` table alone (OpenType 1.9.1, "cmap"). */
import type { FileHandle } from "node:fs/promises";

/** Whether a font has a glyph for a code point. */
export type CharacterMap = (codePoint: number) => boolean;

/** No table of a font that is read here is larger; more is damage. */
const largestTable = 4 * 1024 * 1024;

/**
 * The characters of the first font of a TrueType or OpenType file or collection; undefined if it is none or has no
 * outlines to draw.
 */
export async function readCharacterMap(file: FileHandle): Promise<CharacterMap | undefined> {
  const start = await bytesAt(file, 0, 16);
  const isCollection = start?.getUint32(0) === tag("ttcf");
  const base = isCollection ? start.getUint32(12) : 0;
  const head = await bytesAt(file, base, 12);
  if (head === undefined) return undefined;
  const kind = head.getUint32(0);
  if (kind !== 0x00010000 && kind !== tag("OTTO") && kind !== tag("true")) return undefined;
  const count = head.getUint16(4);
  const directory = await bytesAt(file, base + 12, count * 16);
  if (directory === undefined) return undefined;
  const tables = new Map<number, { offset: number; length: number }>();
  for (let at = 0; at < count; at++) {
    tables.set(directory.getUint32(at * 16), {
      offset: directory.getUint32(at * 16 + 8),
      length: directory.getUint32(at * 16 + 12),
    });
  }
  const hasOutlines = ["glyf", "CFF ", "CFF2"].some((name) => tables.has(tag(name)));
  const cmap = tables.get(tag("cmap"));
  if (!hasOutlines || cmap === undefined || cmap.length > largestTable) return undefined;
  const table = await bytesAt(file, cmap.offset, cmap.length);
  try {
    return table && characterMap(table);
  } catch (error) {
    // An offset beyond the table: the file is damaged, and there are other fonts.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The best subtable: all of Unicode (format 12) before its first plane (format 4). */
function characterMap(table: DataView): CharacterMap | undefined {
  const subtables = Array.from({ length: table.getUint16(2) }, (_, at) => ({
    platform: table.getUint16(4 + at * 8),
    encoding: table.getUint16(6 + at * 8),
    offset: table.getUint32(8 + at * 8),
  }))
    .filter(
      ({ platform, encoding }) =>
        (platform === 0 && encoding !== 5) ||
        (platform === 3 && (encoding === 1 || encoding === 10)),
    )
    .map(({ offset }) => ({ offset, format: table.getUint16(offset) }));
  const full = subtables.find(({ format }) => format === 12);
  if (full !== undefined) return groups(table, full.offset);
  const basic = subtables.find(({ format }) => format === 4);
  return basic && segments(table, basic.offset);
}

/** Format 12: groups of a first and a last code point and the glyph of the first, ascending. */
function groups(table: DataView, offset: number): CharacterMap {
  const count = table.getUint32(offset + 12);
  if (offset + 16 + count * 12 > table.byteLength)
    throw new RangeError("cmap format 12 is cut off");
  return (codePoint) => {
    for (let at = offset + 16; at < offset + 16 + count * 12; at += 12) {
      const first = table.getUint32(at);
      if (codePoint < first) return false;
      if (codePoint <= table.getUint32(at + 4))
        return table.getUint32(at + 8) + codePoint - first > 0;
    }
    return false;
  };
}

/** Format 4: segments of a last and a first code point, with a difference or a list of glyphs, ascending. */
function segments(table: DataView, offset: number): CharacterMap {
  const count = table.getUint16(offset + 6) / 2;
  const ends = offset + 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const ranges = deltas + count * 2;
  if (ranges + count * 2 > table.byteLength) throw new RangeError("cmap format 4 is cut off");
  return (codePoint) => {
    if (codePoint > 0xffff) return false;
    for (let at = 0; at < count; at++) {
      if (codePoint > table.getUint16(ends + at * 2)) continue;
      const start = table.getUint16(starts + at * 2);
      if (codePoint < start) return false;
      const delta = table.getUint16(deltas + at * 2);
      const range = table.getUint16(ranges + at * 2);
      if (range === 0) return ((codePoint + delta) & 0xffff) !== 0;
      const glyphAt = ranges + at * 2 + range + (codePoint - start) * 2;
      const glyph = glyphAt + 2 <= table.byteLength ? table.getUint16(glyphAt) : 0;
      return glyph !== 0 && ((glyph + delta) & 0xffff) !== 0;
    }
    return false;
  };
}

async function bytesAt(
  file: FileHandle,
  position: number,
  length: number,
): Promise<DataView | undefined> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytesRead < length ? undefined : new DataView(bytes.buffer);
}

function tag(name: string): number {
  return [...name].reduce((value, character) => value * 256 + character.charCodeAt(0), 0);
}
