/** Downloads a file: continues where an earlier attempt ended, and checks what came. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { DatasetError } from "../../../errors";
import { diskFull } from "../../../files/disk-full";
import type { GetFileOptions } from "../../../files/get-file-options";

/** Whether the file has the size and the checksum that are expected. */
export async function matches(file: string, sizeBytes?: number, sha256?: string): Promise<boolean> {
  if (sizeBytes !== undefined && (await stat(file)).size !== sizeBytes) return false;
  return sha256 === undefined || (await digestOf(file)) === sha256.toLowerCase();
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Downloads `origin` to `file`, which appears under its name only when it is whole and checked. */
export async function download(
  origin: string,
  file: string,
  options: GetFileOptions,
): Promise<void> {
  const { sizeBytes, sha256, signal } = options;
  const partial = `${file}.partial`;
  const have = await sizeOf(partial);
  try {
    if (sizeBytes === undefined || have !== sizeBytes) {
      await receive(origin, partial, have, options);
    }
  } catch (cause) {
    if (signal?.aborted) {
      const message = `getFile: the download of ${origin} was aborted.`;
      throw new DatasetError("aborted", message, { cause });
    }
    if (DatasetError.is(cause)) {
      if (cause.code === "checksum") await rm(partial, { force: true });
      throw cause;
    }
    const full = diskFull(`getFile: ${origin} could not be downloaded to "${file}"`, cause);
    if (full) {
      await rm(partial, { force: true }); // the room is needed more than the beginning of a file
      throw full;
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(
      "download",
      `getFile: ${origin} could not be downloaded: ${reason}. Call again to continue where it ended.`,
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

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** Writes what the server sends to `partial`, of which the first `have` bytes are there. */
async function receive(
  origin: string,
  partial: string,
  have: number,
  options: GetFileOptions,
): Promise<void> {
  const { sizeBytes, signal, onProgress, fetch: request = fetch } = options;
  const headers: Record<string, string> = have > 0 ? { Range: `bytes=${have}-` } : {};
  const response = await request(origin, { signal, headers });
  const { status, statusText, body } = response;
  const resumed =
    status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${have}-`);
  if (status === 416 && have > 0) {
    // What is there is not the beginning of what the server has.
    await rm(partial, { force: true });
    await body?.cancel();
    return receive(origin, partial, 0, options);
  }
  if (!response.ok || !body || (status === 206 && !resumed)) {
    await body?.cancel();
    throw new DatasetError("download", `getFile: ${origin} answered ${status} ${statusText}.`);
  }
  let received = resumed ? have : 0;
  const length = Number(response.headers.get("content-length") ?? NaN);
  const total = sizeBytes ?? (Number.isNaN(length) ? undefined : received + length);
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (sizeBytes !== undefined && received > sizeBytes) {
        const message = `getFile: ${origin} is longer than sizeBytes = ${sizeBytes}.`;
        done(new DatasetError("checksum", message));
        return;
      }
      onProgress?.({ receivedBytes: received, totalBytes: total });
      done(null, chunk);
    },
  });
  const source = Readable.fromWeb(body as ReadableStream<Uint8Array>);
  const target = createWriteStream(partial, { flags: resumed ? "a" : "w" });
  await pipeline(source, count, target, { signal });
}
