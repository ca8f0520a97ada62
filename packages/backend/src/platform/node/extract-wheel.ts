/** Takes libtensorflow and its C headers out of a TensorFlow wheel (a zip), streaming: the wheel is never in memory. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { BackendError } from "../../errors";
import type { DownloadOptions } from "./download-release";
import { progressReporter } from "./report-progress";

interface Member {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const library = /^tensorflow\/libtensorflow_(cc|framework)(\.so\.2|\.2\.dylib)$/;
const header =
  /^tensorflow\/include\/(tensorflow\/c\/|tensorflow\/core\/platform\/|xla\/tsl\/c\/|tsl\/platform\/|xla\/tsl\/platform\/)[\w./-]+\.h$/;

/** A central directory larger than this is not a wheel's (TensorFlow's takes 2 MB). */
const maxDirectoryBytes = 64 << 20;

/**
 * Unpacks the libraries into `lib/` and the headers into `include/` of `folder`, checking sizes and checksums.
 * @throws BackendError `invalid-file` when the file is not such a wheel.
 */
export async function extractWheel(
  path: string,
  folder: string,
  { onProgress, signal }: DownloadOptions,
): Promise<void> {
  const members = (await readDirectory(path)).filter(
    ({ name }) => library.test(name) || (header.test(name) && !name.includes("..")),
  );
  const libraries = members.filter(({ name }) => library.test(name));
  if (libraries.length < 2) throw broken(path, "it holds no libtensorflow_cc");
  const totalBytes = members.reduce((sum, { bytes }) => sum + bytes, 0);
  const report = progressReporter(onProgress, {
    phase: "extract",
    source: basename(path),
    totalBytes,
  });
  let done = 0;
  for (const member of members) {
    const target = library.test(member.name)
      ? join(folder, "lib", basename(member.name))
      : join(folder, member.name.replace(/^tensorflow\//, ""));
    await mkdir(dirname(target), { recursive: true });
    await extractMember(path, member, target, signal, (bytes) => report(done + bytes));
    done += member.bytes;
  }
}

async function extractMember(
  path: string,
  member: Member,
  target: string,
  signal: AbortSignal | undefined,
  report: (bytes: number) => void,
): Promise<void> {
  const file = await open(path);
  let start: number;
  try {
    const local = await readAt(file, member.headerOffset, 30);
    start = member.headerOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  } finally {
    await file.close();
  }
  let bytes = 0;
  let crc = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.byteLength;
      crc = crc32(chunk, crc);
      report(bytes);
      next(bytes > member.bytes ? broken(path, `${member.name} is too long`) : null, chunk);
    },
  });
  const unfinished = `${target}.unfinished`;
  if (member.compressedBytes === 0) throw broken(path, `${member.name} is empty`);
  const source = createReadStream(path, { start, end: start + member.compressedBytes - 1 });
  try {
    const sink = createWriteStream(unfinished);
    const stop = signal === undefined ? {} : { signal };
    if (member.method === 8) await pipeline(source, createInflateRaw(), measure, sink, stop);
    else await pipeline(source, measure, sink, stop);
  } catch (error) {
    if (signal?.aborted || BackendError.is(error)) throw error;
    throw broken(path, error instanceof Error ? error.message : String(error), error);
  }
  if (bytes !== member.bytes || crc !== member.crc) {
    throw broken(path, `${member.name} fails its checksum`);
  }
  await rename(unfinished, target);
}

/** Reads the zip's central directory: PKWARE APPNOTE 4.3.12 and 4.3.16. */
async function readDirectory(path: string): Promise<Member[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tailBytes = Math.min(size, 65_557); // The end record and the longest comment after it.
    const tail = await readAt(file, size - tailBytes, tailBytes);
    const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
    if (end < 0 || end + 22 > tail.length) throw broken(path, "it is not a complete zip file");
    const directoryBytes = tail.readUInt32LE(end + 12);
    const directoryStart = tail.readUInt32LE(end + 16);
    if (directoryBytes > maxDirectoryBytes || directoryStart + directoryBytes > size) {
      throw broken(path, "its directory lies outside the file");
    }
    const directory = await readAt(file, directoryStart, directoryBytes);
    const members: Member[] = [];
    for (let at = 0; at + 46 <= directory.length;) {
      if (directory.readUInt32LE(at) !== 0x02014b50) throw broken(path, "its directory is damaged");
      const nameBytes = directory.readUInt16LE(at + 28);
      members.push({
        name: directory.toString("utf8", at + 46, at + 46 + nameBytes),
        method: directory.readUInt16LE(at + 10),
        crc: directory.readUInt32LE(at + 16),
        compressedBytes: directory.readUInt32LE(at + 20),
        bytes: directory.readUInt32LE(at + 24),
        headerOffset: directory.readUInt32LE(at + 42),
      });
      at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return members;
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function broken(path: string, reason: string, cause?: unknown): BackendError {
  return new BackendError(
    "invalid-file",
    `"${basename(path)}" is not a usable TensorFlow wheel: ${reason}.`,
    {
      remedy: "Download it again.",
      cause,
    },
  );
}
