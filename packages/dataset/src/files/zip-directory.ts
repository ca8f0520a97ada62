/** Reads the central directory of a zip: names, sizes and places of its files (APPNOTE 6.3, with zip64). */
import { type ArchiveRules, refused } from "./archive-rules";
import { zipMethodName } from "./archive-kinds";
import { zipName } from "./zip-names";

/** An archive that can be read at any place. */
export interface RandomAccess {
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`; both lie within. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** One file of a zip. Plain data. */
export interface ZipEntry {
  /** Checked: lies inside the folder that is unpacked to. */
  readonly path: string;
  /** Stored as it is, or deflated. */
  readonly method: "store" | "deflate";
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly crc32: number;
  /** Where its local header begins. */
  readonly localAt: number;
}

/** What lies in the zip: files, and folders that are named for themselves. */
export interface ZipDirectory {
  readonly files: readonly ZipEntry[];
  readonly folders: readonly string[];
}

const endMagic = 0x06054b50;
const end64LocatorMagic = 0x07064b50;
const end64Magic = 0x06064b50;
const entryMagic = 0x02014b50;
const localMagic = 0x04034b50;
/** Of DOS and Windows; some of their programs write folders without a slash. */
const directoryAttribute = 0x10;
/** End of central directory: at most 64 KB of comment after 22 bytes, the zip64 locator of 20 bytes before. */
const tailBytes = 65_535 + 22 + 20;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** No real archive has sizes beyond 2^53; as numbers they fail the checks against the archive's size. */
const uint64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** @throws DatasetError `unsafe-archive` by the rules; RangeError where the zip is damaged or of an unknown kind */
export async function readZipDirectory(
  archive: RandomAccess,
  rules: ArchiveRules,
): Promise<ZipDirectory> {
  const { count, start, end, exact, shift } = await findDirectory(archive, rules);
  if (start < 0 || start > end || end > archive.size)
    throw new RangeError("the central directory is cut short");
  const bytes = await archive.read(start, end);
  const view = viewOf(bytes);
  const files: ZipEntry[] = [];
  const folders: string[] = [];
  let at = 0;
  let found = 0;
  for (; at + 46 <= bytes.length && view.getUint32(at, true) === entryMagic; found++) {
    rules.count();
    const system = view.getUint16(at + 4, true) >> 8;
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > bytes.length) throw new RangeError("a central directory entry is cut short");
    const name = zipName(
      bytes.subarray(at + 46, nameEnd),
      (flags & 0x800) !== 0,
      bytes.subarray(nameEnd, extraEnd),
    );
    const kind = system === 3 ? (view.getUint32(at + 38, true) >>> 16) & 0o170000 : 0; // 3: made on Unix
    if (kind !== 0 && kind !== 0o100000 && kind !== 0o040000) {
      throw rules.special(name, kind === 0o120000 ? "symbolic link" : "special file");
    }
    const sizes = sizesOf(view, at, nameEnd, extraEnd);
    sizes.localAt += shift;
    const isEmpty = sizes.packedBytes === 0 && sizes.sizeBytes === 0;
    const isMarked =
      (view.getUint32(at + 38, true) & directoryAttribute) !== 0 && sizes.sizeBytes === 0;
    const isRoot = /^\.[/\\]*$/.test(name); // the folder itself
    const isFolder = /[/\\]$/.test(name) || kind === 0o040000 || isMarked;
    if (isFolder && !isRoot) folders.push(rules.path(name));
    else if (!isFolder) {
      const path = rules.filePath(name);
      if ((flags & 1) !== 0 || method === 99) throw rules.unsupported(name, "encrypted");
      if (method !== 0 && method !== 8) {
        const compression = `compressed by ${zipMethodName(method)}, which is not supported; deflate is`;
        throw rules.unsupported(name, compression);
      }
      if (sizes.localAt + sizes.packedBytes > archive.size) {
        throw new RangeError(`the entry ${JSON.stringify(name)} is cut short`);
      }
      rules.add(sizes.sizeBytes);
      const crc32 = view.getUint32(at + 16, true);
      files.push({ path, method: method === 0 || isEmpty ? "store" : "deflate", crc32, ...sizes });
    }
    at = next;
  }
  // Without zip64, writers that have more than 65,535 entries all the same leave the rest of a division.
  if ((exact ? found : found % 65_536) !== count) {
    throw new RangeError("a central directory entry is damaged");
  }
  return { files, folders };
}

/** Where the packed bytes of `entry` begin: after its local header. */
export async function findBody(archive: RandomAccess, { localAt }: ZipEntry): Promise<number> {
  if (localAt + 30 > archive.size) throw new RangeError("a local header is cut short");
  const view = viewOf(await archive.read(localAt, localAt + 30));
  if (view.getUint32(0, true) !== localMagic) throw new RangeError("a local header is damaged");
  return localAt + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/**
 * Offsets in a zip count from its first byte, which is not the file's where something stands before it, such as the program of
 * an archive that unpacks itself: `shift` is what they lack.
 */
async function findDirectory(
  archive: RandomAccess,
  rules: ArchiveRules,
): Promise<{ count: number; start: number; end: number; exact: boolean; shift: number }> {
  const tailAt = Math.max(0, archive.size - tailBytes);
  const tail = await archive.read(tailAt, archive.size);
  const view = viewOf(tail);
  const at = findEnd(view);
  if (at < 0) throw new RangeError("no end of central directory");
  const disk = view.getUint16(at + 4, true);
  if (disk !== 0 && disk !== 0xffff) {
    throw refused(rules.archive, "it is the last of several parts; join them first");
  }
  const count = view.getUint16(at + 10, true);
  const bytes = view.getUint32(at + 12, true);
  const start = view.getUint32(at + 16, true);
  const locator = at - 20;
  if (locator < 0 || view.getUint32(locator, true) !== end64LocatorMagic) {
    const end = tailAt + at;
    return { count, start: end - bytes, end, exact: false, shift: end - bytes - start };
  }
  const end64At = uint64(view, locator + 8);
  // Where the locator says, or else right before it.
  for (const place of [end64At, tailAt + locator - 56]) {
    if (place < 0 || place + 56 > archive.size) continue;
    const record = viewOf(await archive.read(place, place + 56));
    if (record.getUint32(0, true) !== end64Magic) continue;
    const shift = place - end64At;
    const start64 = uint64(record, 48) + shift;
    const end64 = start64 + uint64(record, 40);
    return { count: uint64(record, 32), start: start64, end: end64, exact: true, shift };
  }
  throw new RangeError("the zip64 end record is damaged or cut short");
}

/** Where the end record begins: the last one whose comment ends the file, or else the last one. */
function findEnd(view: DataView): number {
  let last = -1;
  for (let at = view.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== endMagic) continue;
    if (at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
    if (last < 0) last = at;
  }
  return last;
}

/** Sizes and place of an entry; those that do not fit 32 bits are in its zip64 extra field, in this order. */
function sizesOf(
  view: DataView,
  at: number,
  extraAt: number,
  extraEnd: number,
): { packedBytes: number; sizeBytes: number; localAt: number } {
  let field = extraAt;
  let fieldEnd = extraAt;
  for (let from = extraAt; from + 4 <= extraEnd;) {
    const length = view.getUint16(from + 2, true);
    if (view.getUint16(from, true) === 1) {
      field = from + 4;
      fieldEnd = Math.min(field + length, extraEnd);
      break;
    }
    from += 4 + length;
  }
  const wide = (value: number): number => {
    if (value !== 0xffffffff) return value;
    if (field + 8 > fieldEnd) return value;
    field += 8;
    return uint64(view, field - 8);
  };
  const sizeBytes = wide(view.getUint32(at + 24, true));
  const packedBytes = wide(view.getUint32(at + 20, true));
  const localAt = wide(view.getUint32(at + 42, true));
  return { packedBytes, sizeBytes, localAt };
}
