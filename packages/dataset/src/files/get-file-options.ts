/** The options of `getFile`. */
import {
  abortSignal,
  type Rule,
  someFunction,
  someText,
  trueOrFalse,
  wholeNumber,
} from "../arguments/rules";

/** Options of `getFile`. */
export interface GetFileOptions {
  /** File name in the cache. Default: the last part of the URL's path. */
  readonly name?: string;
  /** Expected size; a longer download is broken off. */
  readonly sizeBytes?: number;
  /** Expected SHA-256, in hexadecimal. */
  readonly sha256?: string;
  /** Default: what `cacheFolder()` gives. */
  readonly cacheFolder?: string;
  /** Default "datasets". */
  readonly cacheSubfolder?: string;
  /** Unpack zip, tar or tar.gz; the result is then the folder. Default false. */
  readonly extract?: boolean;
  /** What an archive may unpack to. Default 64 GB (16 GB in the page) and 1,000,000 entries. */
  readonly limits?: { readonly maxBytes: number; readonly maxEntries: number };
  /** Download and unpack again. Default false. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** Called for every piece received; `totalBytes` is undefined when the server does not say. */
  readonly onProgress?: (progress: {
    readonly receivedBytes: number;
    readonly totalBytes: number | undefined;
  }) => void;
  /** Makes the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

const isLimit = (value: unknown): boolean =>
  typeof value === "number" && value >= 0 && (Number.isInteger(value) || value === Infinity);

/** What each option must be. */
export const getFileRules: Readonly<Record<keyof GetFileOptions, Rule>> = {
  name: someText,
  sizeBytes: wholeNumber(0),
  sha256: {
    words: "64 hexadecimal digits",
    holds: (value) => typeof value === "string" && /^[0-9a-f]{64}$/i.test(value),
  },
  cacheFolder: someText,
  cacheSubfolder: { words: "a string", holds: (value) => typeof value === "string" },
  extract: trueOrFalse,
  limits: {
    words: "{ maxBytes, maxEntries }, two whole numbers or Infinity",
    holds: (value) => {
      if (typeof value !== "object" || value === null) return false;
      const { maxBytes, maxEntries, ...rest } = value as Readonly<Record<string, unknown>>;
      return isLimit(maxBytes) && isLimit(maxEntries) && Object.keys(rest).length === 0;
    },
  },
  force: trueOrFalse,
  signal: abortSignal,
  onProgress: someFunction,
  fetch: someFunction,
};
