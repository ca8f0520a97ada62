/** Keras's `get_file`: downloads once into a cache folder, checks, and unpacks. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { DatasetError } from "../../../errors";
import { archiveMagicBytes, unsupportedArchive } from "../../../files/archive-kinds";
import { refused } from "../../../files/archive-rules";
import { diskFull } from "../../../files/disk-full";
import { fileNameFor, urlOf } from "../../../files/file-name";
import type { GetFileOptions } from "../../../files/get-file-options";
import { defaultLimits, unpack } from "./archive";

/** The folder for cached downloads: the system's own, then `flowers`. */
export function defaultCacheFolder(
  platform: string = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  if (platform === "win32")
    return join(env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local"), "flowers");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "flowers");
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "flowers");
}

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
    cacheFolder = defaultCacheFolder(),
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

async function matches(file: string, sizeBytes?: number, sha256?: string): Promise<boolean> {
  if (sizeBytes !== undefined && (await stat(file)).size !== sizeBytes) return false;
  return sha256 === undefined || (await digestOf(file)) === sha256.toLowerCase();
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Goes on where an earlier attempt ended, if the server can; the file appears under its name only when checked. */
async function download(origin: string, file: string, options: GetFileOptions): Promise<void> {
  const { sizeBytes, sha256, signal, onProgress, fetch: request = fetch } = options;
  const partial = `${file}.partial`;
  const have = (await exists(partial)) ? (await stat(partial)).size : 0;
  try {
    const complete = sizeBytes !== undefined && have === sizeBytes;
    if (!complete) {
      const response = await request(origin, {
        signal,
        headers: have > 0 ? { Range: `bytes=${have}-` } : {},
      });
      const resumed =
        response.status === 206 &&
        response.headers.get("content-range")?.startsWith(`bytes ${have}-`);
      if (response.status === 416) {
        // What is there is no beginning of what the server has.
        await rm(partial, { force: true });
        await response.body?.cancel();
        return await download(origin, file, options);
      }
      if (!response.ok || !response.body || (response.status === 206 && !resumed)) {
        await response.body?.cancel();
        throw new DatasetError(
          "download",
          `getFile: ${origin} answered ${response.status} ${response.statusText}.`,
        );
      }
      const begun = resumed ? have : 0;
      const length = Number(response.headers.get("content-length") ?? NaN);
      const total = sizeBytes ?? (Number.isNaN(length) ? undefined : begun + length);
      let received = begun;
      const count = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          received += chunk.length;
          if (sizeBytes !== undefined && received > sizeBytes) {
            done(
              new DatasetError(
                "checksum",
                `getFile: ${origin} is longer than sizeBytes = ${sizeBytes}.`,
              ),
            );
            return;
          }
          onProgress?.({ receivedBytes: received, totalBytes: total });
          done(null, chunk);
        },
      });
      const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
      await pipeline(body, count, createWriteStream(partial, { flags: resumed ? "a" : "w" }), {
        signal,
      });
    }
  } catch (cause) {
    if (signal?.aborted)
      throw new DatasetError("aborted", `getFile: the download of ${origin} was aborted.`, {
        cause,
      });
    if (DatasetError.is(cause)) {
      if (cause.code === "checksum") await rm(partial, { force: true });
      throw cause;
    }
    const full = diskFull(`getFile: ${origin} could not be downloaded to "${file}"`, cause);
    if (full) {
      await rm(partial, { force: true }); // the room is needed more than the beginning of a file
      throw full;
    }
    throw new DatasetError(
      "download",
      `getFile: ${origin} could not be downloaded: ${cause instanceof Error ? cause.message : String(cause)}. Call again to continue where it ended.`,
      { cause },
    );
  }
  if (!(await matches(partial, sizeBytes, sha256))) {
    const { size } = await stat(partial);
    const found = await digestOf(partial);
    await rm(partial, { force: true });
    throw new DatasetError(
      "checksum",
      `getFile: ${origin} is not what was expected: ${size} bytes, SHA-256 ${found}; expected ${sizeBytes ?? "any number of"} bytes, SHA-256 ${sha256 ?? "any"}.`,
    );
  }
  await rename(partial, file);
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
