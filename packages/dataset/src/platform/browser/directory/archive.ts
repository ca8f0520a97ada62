/** A zip, tar or tar.gz as a tree of files, by the rules of `archive-rules.ts`. */
import { DatasetError } from "../../../errors";
import { type ArchiveLimits, ArchiveRules, refused } from "../../../files/archive-rules";
import { archiveMagicBytes, unsupportedArchive } from "../../../files/archive-kinds";
import { readTar } from "../../../files/tar-reader";
import { readZipDirectory } from "../../../files/zip-directory";
import { accessTo } from "./blob-access";
import type { TreeEntry } from "./file-tree";
import { gunzip, gzipMembers } from "./gzip";
import { streamed } from "../streamed";

/** 16 GB and a million files: more than a browser gives one site room for. */
export const pageLimits: ArchiveLimits = { maxBytes: 16 * 2 ** 30, maxEntries: 1_000_000 };

/**
 * Lists the files and folders of an archive. Those of a zip stay in it until they are read; a tar is read through, and its files
 * are kept as blobs, which browsers put on disk when they are many.
 *
 * @param name as messages name the archive
 */
export async function listArchive(
  archive: Blob,
  name: string,
  signal?: AbortSignal,
  limits: ArchiveLimits = pageLimits,
): Promise<TreeEntry[]> {
  const rules = (): ArchiveRules => new ArchiveRules(name, limits);
  const start = new Uint8Array(await archive.slice(0, archiveMagicBytes).arrayBuffer());
  const unsupported = unsupportedArchive(start);
  if (unsupported !== undefined) throw refused(name, unsupported);
  try {
    // An archive that unpacks itself begins with a program.
    const isZip = start[0] === 0x50 && start[1] === 0x4b;
    if (isZip || /\.zip$/i.test(name)) return await listZip(archive, rules());
    if (start[0] !== 0x1f || start[1] !== 0x8b) {
      return await listTar(streamed(archive.stream()), rules(), signal);
    }
    try {
      return await listTar(gunzip(archive), rules(), signal);
    } catch (cause) {
      // Browsers call junk what follows the first part of a gzip that has several.
      if (DatasetError.is(cause) || signal?.aborted) throw cause;
      const parts = await gzipMembers(archive, limits.maxBytes, signal);
      if (parts.length < 2) throw cause;
      return await listTar(gunzip(...parts), rules(), signal);
    }
  } catch (cause) {
    if (DatasetError.is(cause)) throw cause;
    if (signal?.aborted) throw abortedReading(name, cause);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refused(name, `it is damaged, or neither zip nor tar (${reason})`, cause);
  }
}

const abortedReading = (name: string, cause: unknown): DatasetError =>
  new DatasetError("aborted", `Reading the archive "${name}" was aborted.`, { cause });

async function listZip(archive: Blob, rules: ArchiveRules): Promise<TreeEntry[]> {
  const { files, folders } = await readZipDirectory(accessTo(archive), rules);
  return [
    ...folders.map((path): TreeEntry => [path, "folder"]),
    ...files.map((entry): TreeEntry => [entry.path, { kind: "zipped", archive, entry }]),
  ];
}

async function listTar(
  bytes: AsyncIterable<Uint8Array>,
  rules: ArchiveRules,
  signal?: AbortSignal,
): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  const blobs = new Map<string, Blob>();
  for await (const { kind, path, from, changedMs, body } of readTar(bytes, rules)) {
    signal?.throwIfAborted();
    if (kind === "folder") {
      entries.push([path, "folder"]);
      continue;
    }
    const parts: BlobPart[] = [];
    for await (const part of body) parts.push(part as Uint8Array<ArrayBuffer>);
    const blob = (from === undefined ? undefined : blobs.get(from)) ?? new Blob(parts);
    blobs.set(path, blob);
    entries.push([path, { kind: "blob", blob, changedMs }]);
  }
  return entries;
}
