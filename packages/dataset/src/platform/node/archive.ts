/**
 * Unpacks zip, tar and tar.gz into a new folder, refusing whatever could write outside it or fill the disk: absolute
 * names and "..", links and devices, more than the named limits.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createInflateRaw } from "node:zlib";
import { extract as tarExtract } from "tar-stream";
import { DatasetError } from "../../errors";

/** What an archive may unpack to at most; see {@link DEFAULT_LIMITS}. */
export interface ArchiveLimits {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** 64 GB and a million files: several times the largest image set commonly trained on one machine. */
export const DEFAULT_LIMITS: ArchiveLimits = { maxBytes: 64 * 2 ** 30, maxEntries: 1_000_000 };

const unsafe = (archive: string, rule: string, cause?: unknown): DatasetError =>
  new DatasetError("unsafe-archive", `getFile: "${archive}" was not unpacked: ${rule}.`, { cause });

/** The entry's path inside `folder`; throws when it would lie outside. */
function inside(folder: string, name: string, archive: string): string {
  const parts = name
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  const absolute = /^([/\\]|[A-Za-z]:)/.test(name);
  if (absolute || parts.includes("..") || name.includes("\0") || parts.length === 0) {
    throw unsafe(archive, `the entry ${JSON.stringify(name)} does not lie inside it`);
  }
  return join(folder, ...parts);
}

/** Counts entries and bytes against the limits. */
class Quota {
  #bytes = 0;
  #entries = 0;
  constructor(
    readonly archive: string,
    readonly limits: ArchiveLimits,
  ) {}

  entry(): void {
    if (++this.#entries > this.limits.maxEntries) {
      throw unsafe(this.archive, `it has more than ${this.limits.maxEntries} entries (maxEntries)`);
    }
  }

  bytes(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#bytes += chunk.length;
        if (this.#bytes <= this.limits.maxBytes) done(null, chunk);
        else
          done(
            unsafe(
              this.archive,
              `it unpacks to more than ${this.limits.maxBytes} bytes (maxBytes)`,
            ),
          );
      },
    });
  }
}

async function write(
  source: Readable,
  path: string,
  quota: Quota,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(source, quota.bytes(), createWriteStream(path, { flags: "wx" }), { signal });
}

/** Unpacks `archive` into `folder`, which must be empty. */
export async function unpack(
  archive: string,
  format: "zip" | "tar",
  folder: string,
  limits: ArchiveLimits = DEFAULT_LIMITS,
  signal?: AbortSignal,
): Promise<void> {
  const quota = new Quota(archive, limits);
  try {
    if (format === "zip") await unpackZip(archive, folder, quota, signal);
    else await unpackTar(archive, folder, quota, signal);
  } catch (cause) {
    if (DatasetError.is(cause)) throw cause;
    if (signal?.aborted) throw new DatasetError("aborted", "getFile: aborted.", { cause });
    throw unsafe(
      archive,
      `it is damaged (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    );
  }
}

async function unpackTar(
  archive: string,
  folder: string,
  quota: Quota,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(archive);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  await file.close();
  const zipped = buffer[0] === 0x1f && buffer[1] === 0x8b;
  const extract = tarExtract();
  const source = createReadStream(archive);
  // Read together: the entries are taken one by one while the archive streams in.
  const feeding = zipped
    ? pipeline(source, createGunzip(), extract, { signal })
    : pipeline(source, extract, { signal });
  feeding.catch(() => undefined); // the loop below meets the same error
  for await (const entry of extract) {
    const { name, type } = entry.header;
    quota.entry();
    if (type === "directory") {
      if (name !== "./" && name !== ".")
        await mkdir(inside(folder, name, archive), { recursive: true });
      entry.resume();
    } else if (type === "file" || type === "contiguous-file") {
      await write(entry as unknown as Readable, inside(folder, name, archive), quota, signal);
    } else
      throw unsafe(
        archive,
        `the entry ${JSON.stringify(name)} is a ${type ?? "special file"}; only files and folders are unpacked`,
      );
  }
  await feeding;
}

/** End of central directory: at most 64 KB of comment after 22 bytes. */
const MAX_END_BYTES = 65_535 + 22;

async function unpackZip(
  archive: string,
  folder: string,
  quota: Quota,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(archive);
  try {
    const { size } = await file.stat();
    const tailBytes = Math.min(size, MAX_END_BYTES);
    const tail = Buffer.alloc(tailBytes);
    await file.read(tail, 0, tailBytes, size - tailBytes);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end < 0 || end + 22 > tail.length) throw new RangeError("no end of central directory");
    const count = tail.readUInt16LE(end + 10);
    const directoryBytes = tail.readUInt32LE(end + 12);
    const directoryAt = tail.readUInt32LE(end + 16);
    if (count === 0xffff || directoryAt === 0xffffffff)
      throw new RangeError("zip64 is not supported");
    if (directoryAt + directoryBytes > size)
      throw new RangeError("the central directory is cut short");
    const directory = Buffer.alloc(directoryBytes);
    await file.read(directory, 0, directoryBytes, directoryAt);
    let at = 0;
    for (let i = 0; i < count; i++) {
      if (directory.readUInt32LE(at) !== 0x02014b50)
        throw new RangeError("a central directory entry is damaged");
      quota.entry();
      const flags = directory.readUInt16LE(at + 8);
      const method = directory.readUInt16LE(at + 10);
      const packed = directory.readUInt32LE(at + 20);
      const nameBytes = directory.readUInt16LE(at + 28);
      const system = directory.readUInt16LE(at + 4) >> 8;
      const mode = directory.readUInt32LE(at + 38) >>> 16;
      const localAt = directory.readUInt32LE(at + 42);
      const name = directory.subarray(at + 46, at + 46 + nameBytes).toString("utf8");
      at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
      const kind = system === 3 ? mode & 0o170000 : 0; // 3: made on Unix
      if (kind !== 0 && kind !== 0o100000 && kind !== 0o040000) {
        throw unsafe(
          archive,
          `the entry ${JSON.stringify(name)} is a link or special file; only files and folders are unpacked`,
        );
      }
      const path = inside(folder, name, archive);
      if (name.endsWith("/")) {
        await mkdir(path, { recursive: true });
        continue;
      }
      if (flags & 1) throw new RangeError(`the entry ${JSON.stringify(name)} is encrypted`);
      const local = Buffer.alloc(30);
      await file.read(local, 0, 30, localAt);
      if (local.readUInt32LE(0) !== 0x04034b50) throw new RangeError("a local header is damaged");
      const start = localAt + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
      const body =
        packed === 0
          ? Readable.from([])
          : createReadStream(archive, { start, end: start + packed - 1 });
      if (method === 0) await write(body, path, quota, signal);
      else if (method === 8) {
        const inflate = createInflateRaw();
        body.on("error", (error: Error) => inflate.destroy(error));
        await write(body.pipe(inflate), path, quota, signal);
      } else throw new RangeError(`compression method ${method} is not supported`);
    }
  } finally {
    await file.close();
  }
}
