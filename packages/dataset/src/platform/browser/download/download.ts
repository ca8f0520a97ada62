/** Fetching an archive from an address, with progress. */
import { DatasetError } from "../../../errors";
import type { OpenOptions } from "../../contract";

/** Downloads `url` whole. Browsers put large blobs on disk. */
export async function download(
  url: string,
  { caller, signal, onProgress }: OpenOptions,
): Promise<Blob> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) {
      throw new DatasetError(
        "download",
        `${caller}: ${url} answered ${response.status} ${response.statusText}`.trimEnd() + ".",
      );
    }
    const total = lengthOf(response);
    let loaded = 0;
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        loaded += chunk.length;
        onProgress?.({ loaded, total });
        controller.enqueue(chunk);
      },
    });
    return await new Response(response.body.pipeThrough(count)).blob();
  } catch (cause) {
    if (DatasetError.is(cause)) throw cause;
    if (signal?.aborted) {
      throw new DatasetError("aborted", `${caller}: the download of ${url} was aborted.`, {
        cause,
      });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(
      "download",
      `${caller}: ${url} could not be downloaded: ${reason}. A page may only read from other servers that allow it (CORS).`,
      { cause },
    );
  }
}

/** Bytes to come; undefined when the server does not say, or compresses on the way, so that it means other bytes. */
export function lengthOf(response: Response): number | undefined {
  const length = Number(response.headers.get("content-length") ?? NaN);
  const coded = response.headers.get("content-encoding");
  return Number.isNaN(length) || (coded !== null && coded !== "identity") ? undefined : length;
}
