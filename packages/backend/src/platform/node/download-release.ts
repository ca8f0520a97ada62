/** Downloads libtensorflow from tfjs-node's own host. */
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeWebStream } from "node:stream/web";
import { BackendError } from "../../errors";
import type { NativeProgress } from "../../native-types";
import { progressReporter } from "./report-progress";

/** Time for the host to answer, and the longest silence while it sends. Blocked networks swallow packets. */
const silenceMs = 8_000;

/** What a download reports to and is stopped by. */
export interface DownloadOptions {
  readonly onProgress?: ((progress: NativeProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes what `url` gives to `path`.
 * @throws BackendError `no-network` when the host cannot be reached, refuses, falls silent or ends early.
 */
export async function downloadRelease(
  url: string,
  path: string,
  { onProgress, signal }: DownloadOptions,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceMs);
  };
  const { host } = new URL(url);
  try {
    const either = AbortSignal.any([silence.signal, ...(signal === undefined ? [] : [signal])]);
    const response = await fetch(url, { signal: either });
    if (!response.ok || response.body === null) {
      throw new BackendError("no-network", `${host} answered HTTP ${response.status}.`);
    }
    const totalBytes = Number(response.headers.get("content-length")) || undefined;
    const report = progressReporter(onProgress, { phase: "download", source: host, totalBytes });
    let receivedBytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        heard();
        receivedBytes += chunk.byteLength;
        report(receivedBytes);
        done(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(response.body as NodeWebStream),
      count,
      createWriteStream(path),
    );
    if (totalBytes !== undefined && receivedBytes !== totalBytes) {
      throw new BackendError(
        "no-network",
        `${host} sent ${receivedBytes} of ${totalBytes} bytes and stopped.`,
      );
    }
  } catch (error) {
    if (BackendError.is(error)) throw error;
    const reason = silence.signal.aborted
      ? `did not answer within ${silenceMs / 1000} seconds`
      : `cannot be reached (${causeOf(error)})`;
    throw new BackendError("no-network", `${host} ${reason}.`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message;
  return error.message;
}
