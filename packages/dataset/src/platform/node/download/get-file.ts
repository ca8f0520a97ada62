/** Keras's `get_file`: downloads once into a cache folder, checks, and unpacks. */
import { randomUUID } from "node:crypto";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder as userCacheFolder } from "@flowers/files";
import { archiveMagicBytes, unsupportedArchive } from "../../../files/archive-kinds";
import { refused } from "../../../files/archive-rules";
import { fileNameFor, urlOf } from "../../../files/file-name";
import type { GetFileOptions } from "../../../files/get-file-options";
import { defaultLimits, unpack } from "./archive";
import { download, matches } from "./download";

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Downloads `origin` once; returns the path of the file, or of the folder with `extract`. */
export async function getFile(origin: string, options: GetFileOptions = {}): Promise<string> {
  const {
    sizeBytes,
    sha256,
    cacheFolder = userCacheFolder(),
    cacheSubfolder = "datasets",
    extract = false,
    force = false,
  } = options;
  const name = fileNameFor(urlOf(origin), options.name);
  const folder = join(cacheFolder, cacheSubfolder);
  const file = join(folder, name);
  await mkdir(folder, { recursive: true });
  const unpacked = `${file}_extracted`;
  if (force) {
    await rm(file, { force: true });
    await rm(unpacked, { recursive: true, force: true });
  }
  const usable = (await exists(file)) && (await matches(file, sizeBytes, sha256));
  if (!usable) {
    await rm(unpacked, { recursive: true, force: true });
    await download(origin, file, options);
  }
  if (!extract) return file;
  if (!(await exists(unpacked))) await extractTo(file, unpacked, options);
  return unpacked;
}

/** Unpacks beside the target, then renames: an interrupted run leaves no half folder under the final name. */
async function extractTo(
  file: string,
  target: string,
  { limits = defaultLimits, signal }: GetFileOptions,
): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`;
  await mkdir(temporary);
  try {
    const handle = await open(file);
    const { buffer } = await handle.read(Buffer.alloc(archiveMagicBytes), 0, archiveMagicBytes, 0);
    await handle.close();
    const unsupported = unsupportedArchive(buffer);
    if (unsupported !== undefined) throw refused(file, unsupported);
    const zip = buffer[0] === 0x50 && buffer[1] === 0x4b;
    await unpack(file, zip ? "zip" : "tar", temporary, limits, signal);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}
