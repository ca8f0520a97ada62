/** Unpacks zip, tar and tar.gz into a new folder, by the rules of `archive-rules.ts`. */
import { constants, createReadStream, createWriteStream } from "node:fs";
import { copyFile, type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createGunzip, createInflateRaw } from "node:zlib";
import { DatasetError } from "../../../errors";
import { type ArchiveLimits, ArchiveRules, refused } from "../../../files/archive-rules";
import { diskFull } from "../../../files/disk-full";
import { readTar } from "../../../files/tar-reader";
import {
  findBody,
  type RandomAccess,
  readZipDirectory,
  type ZipEntry,
} from "../../../files/zip-directory";

/** 64 GB and a million files: several times the largest image set commonly trained on one machine. */
export const defaultLimits: ArchiveLimits = { maxBytes: 64 * 2 ** 30, maxEntries: 1_000_000 };

/** Unpacks `archive` into `folder`, which must be empty. */
export async function unpack(
  archive: string,
  format: "zip" | "tar",
  folder: string,
  limits: ArchiveLimits = defaultLimits,
  signal?: AbortSignal,
): Promise<void> {
  const rules = new ArchiveRules(archive, limits);
  try {
    if (format === "zip") await unpackZip(archive, folder, rules, signal);
    else await unpackTar(archive, folder, rules, signal);
  } catch (cause) {
    if (DatasetError.is(cause)) throw cause;
    if (signal?.aborted) throw new DatasetError("aborted", "getFile: aborted.", { cause });
    const full = diskFull(`The archive "${archive}" could not be unpacked`, cause);
    if (full) throw full;
    if (isDiskError(cause)) {
      throw new DatasetError(
        "unavailable",
        `The archive "${archive}" could not be unpacked: ${cause.message}.`,
        { cause },
      );
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refused(archive, `it is damaged (${reason})`, cause);
  }
}

/** The disk's fault, not the archive's: its names may at most clash with each other or be too long. */
function isDiskError(cause: unknown): cause is NodeJS.ErrnoException {
  if (!(cause instanceof Error) || !("syscall" in cause) || !("code" in cause)) return false;
  return !["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG"].includes(String(cause.code));
}

async function write(
  source: Readable,
  checks: readonly Transform[],
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline([source, ...checks, createWriteStream(path, { flags: "wx" })], { signal });
}

async function unpackTar(
  archive: string,
  folder: string,
  rules: ArchiveRules,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(archive);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  await file.close();
  const zipped = buffer[0] === 0x1f && buffer[1] === 0x8b;
  const source = createReadStream(archive);
  const bytes: Readable = zipped ? createGunzip() : source;
  // An error of the file must reach whoever reads what is unzipped of it.
  const feeding = zipped ? pipeline(source, bytes as Transform, { signal }) : Promise.resolve();
  feeding.catch(() => undefined); // the loop below meets the same error
  for await (const { kind, path, from, body } of readTar(bytes, rules)) {
    signal?.throwIfAborted();
    if (from !== undefined) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await copyFile(join(folder, from), join(folder, path), constants.COPYFILE_EXCL);
    } else if (kind === "folder") await mkdir(join(folder, path), { recursive: true });
    else await write(Readable.from(body), [], join(folder, path), signal);
  }
}

async function unpackZip(
  archive: string,
  folder: string,
  rules: ArchiveRules,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(archive);
  try {
    const access = await accessTo(file);
    const { files, folders } = await readZipDirectory(access, rules);
    for (const path of folders) await mkdir(join(folder, path), { recursive: true });
    for (const entry of files) {
      const start = await findBody(access, entry);
      const packed =
        entry.packedBytes === 0
          ? Readable.from([])
          : createReadStream(archive, { start, end: start + entry.packedBytes - 1 });
      const checks = [checkOf(entry)];
      if (entry.method === "deflate") checks.unshift(createInflateRaw());
      await write(packed, checks, join(folder, entry.path), signal);
    }
  } finally {
    await file.close();
  }
}

async function accessTo(file: FileHandle): Promise<RandomAccess> {
  const { size } = await file.stat();
  return {
    size,
    read: async (start, end) => {
      const buffer = Buffer.alloc(end - start);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
      if (bytesRead < buffer.length) throw new RangeError("it is cut short");
      return buffer;
    },
  };
}

/** Passes a file's bytes on if they are as many as announced, and those. */
function checkOf(entry: ZipEntry): Transform {
  let bytes = 0;
  let crc = 0;
  const wrong = (): RangeError =>
    new RangeError(`the entry ${JSON.stringify(entry.path)} does not unpack to what was announced`);
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      crc = crc32(chunk, crc);
      if (bytes > entry.sizeBytes) done(wrong());
      else done(null, chunk);
    },
    flush: (done) => done(bytes === entry.sizeBytes && crc === entry.crc32 ? null : wrong()),
  });
}
