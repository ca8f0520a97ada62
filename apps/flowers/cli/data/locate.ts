/** Finds the pictures to train on: a folder, an archive's address, the flower photos, or the painted sample set. */
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { cacheFolder, DatasetError, getFile } from "@flowers/dataset";
import { isUrl, userPath } from "../paths";
import type { Narrator } from "../narrator";
import { ensureSampleSet } from "./sample-set";
import { UserError } from "../user-error";
import { drawProgress } from "../progress-line";

/** The tutorial's archive: 3,670 photos in five classes. */
export const flowerPhotos = {
  url: "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz",
  sizeBytes: 228_813_984,
} as const;

export interface Pictures {
  readonly directory: string;
  /** What the pictures are called wherever they show. */
  readonly name: string;
  /** True for the painted sample set. */
  readonly painted: boolean;
  /** A picture in no class folder, where the source has one. */
  readonly newPicture?: string;
}

export interface LocateOptions {
  readonly narrator: Narrator;
  readonly signal?: AbortSignal;
  /** Overrides the address of the photos; for tests. */
  readonly archive?: { readonly url: string; readonly sizeBytes: number };
}

/**
 * Resolves `--data`.
 *
 * @param data a folder, an address, `sample`, or undefined for the flower photos
 * @throws UserError when the folder is missing or the download of a named address fails
 */
export async function locatePictures(
  data: string | undefined,
  options: LocateOptions,
): Promise<Pictures> {
  if (data === "sample") return sampleSet(options);
  if (data === undefined) return defaultPhotos(options);
  if (isUrl(data)) {
    try {
      return {
        directory: await fetchArchive(data, undefined, options),
        name: basename(new URL(data).pathname),
        painted: false,
      };
    } catch (error) {
      options.signal?.throwIfAborted();
      throw new UserError(`--data: ${message(error)}.`, { exitCode: 1, cause: error });
    }
  }
  const directory = userPath(data);
  const found = await stat(directory).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new UserError(
      `--data: expected a folder with one folder per class; "${directory}" ${found ? "is a file" : "does not exist"}.`,
    );
  }
  return { directory, name: basename(directory), painted: false };
}

async function defaultPhotos(options: LocateOptions): Promise<Pictures> {
  const { url, sizeBytes } = options.archive ?? flowerPhotos;
  try {
    return {
      directory: await fetchArchive(url, sizeBytes, options),
      name: "flower photos",
      painted: false,
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    options.narrator.say(
      `The flower photos cannot be downloaded (${message(error)}); using the built-in sample set of painted pictures instead.`,
    );
    return sampleSet(options);
  }
}

/** Downloads and unpacks an archive into the user's cache, once, and returns the folder that holds the class folders. */
async function fetchArchive(
  url: string,
  sizeBytes: number | undefined,
  { narrator, signal }: LocateOptions,
): Promise<string> {
  const progress = drawProgress(narrator.stream, "Downloading", "bytes");
  try {
    const folder = await getFile(url, {
      sizeBytes,
      extract: true,
      signal,
      onProgress: ({ receivedBytes, totalBytes }) =>
        progress.update({ done: receivedBytes, total: totalBytes }),
    });
    return await classRoot(folder);
  } finally {
    progress.done();
  }
}

/** Archives often hold one folder that holds the class folders: the folder in which several folders lie. */
async function classRoot(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  const [only] = folders;
  if (folders.length !== 1 || !only) return folder;
  const inner = join(folder, only.name);
  const deeper = await readdir(inner, { withFileTypes: true });
  return deeper.some((entry) => entry.isDirectory()) ? classRoot(inner) : folder;
}

async function sampleSet({ narrator, signal }: LocateOptions): Promise<Pictures> {
  const progress = drawProgress(narrator.stream, "Painting the sample set", "pictures");
  try {
    const set = await ensureSampleSet(cacheFolder(), {
      signal,
      onProgress: (done, total) => progress.update({ done, total }),
    });
    return {
      directory: set.directory,
      name: "sample set",
      painted: true,
      newPicture: set.newPicture,
    };
  } finally {
    progress.done();
  }
}

function message(error: unknown): string {
  if (DatasetError.is(error) || error instanceof Error) return error.message.replace(/\.$/, "");
  return String(error);
}
