/** Files on their way into the page, wherever they come from. */
import { walkFiles } from "@flowers/dataset";
import type { PictureSource } from "../contract";

/** One file; `path` begins with its class folder. */
export interface IncomingFile {
  readonly path: string;
  bytes(): Promise<Uint8Array>;
}

export interface IncomingOptions {
  readonly signal: AbortSignal;
  /** Bytes of an address so far and in all. */
  readonly onBytes: (bytes: { readonly loaded: number; readonly total: number | null }) => void;
}

/** The files of a folder, archive or address, in the loader's own order. */
export function incomingFiles(
  source: Exclude<PictureSource, { kind: "sample" }>,
  { signal, onBytes }: IncomingOptions,
): AsyncIterable<IncomingFile> {
  switch (source.kind) {
    case "files":
      return walkFiles(source.files.map(withPath(source.paths)), { signal });
    case "folder":
      return walkFiles(source.handle, { signal });
    case "archive":
      return walkFiles(source.file, { signal });
    case "address":
      return walkFiles(source.url, {
        signal,
        onProgress: ({ loaded, total }) => onBytes({ loaded, total: total ?? null }),
      });
  }
}

/** What people call the source. */
export function sourceName(source: Exclude<PictureSource, { kind: "sample" }>): string {
  switch (source.kind) {
    case "files":
      return source.name;
    case "folder":
      return source.handle.name;
    case "archive":
      return source.file.name;
    case "address":
      return new URL(source.url).pathname.split("/").pop() ?? source.url;
  }
}

/** Files as the loader wants them: not every browser sends `webkitRelativePath` to a worker. */
function withPath(paths: readonly string[]): (file: File, index: number) => File {
  return (file, index) =>
    Object.defineProperty(new File([file], file.name, file), "webkitRelativePath", {
      value: paths[index] ?? file.name,
    });
}
