/** Takes pictures in: copies them into the private file system, so that a reload or a visit offline finds them again. */
import type {
  ImportProgress,
  PictureSet,
  PictureSource,
  Thumbnail,
  UnreadableFile,
} from "../contract";
import { draftPictures } from "../storage/picture-store";
import { writeInto } from "../storage/private-files";
import type { IncomingFile, IncomingOptions } from "./incoming";
import { sampleCount, sampleFiles } from "./sample-files";
import { thumbnail } from "./thumbnail";

/** Files that the loader takes; others are not pictures and are passed over. */
const pictureName = /\.(bmp|gif|jpe?g|png|webp|avif)$/i;

/** Small pictures shown of each class while importing. */
const thumbnailsPerClass = 12;

/** Milliseconds between two reports. */
const reportEvery = 150;

/** Files being written at once. */
const writesAtOnce = 8;

/**
 * Imports a source in place of the previous pictures.
 *
 * @throws Error when it holds fewer than two classes, cannot be read, or `signal` is aborted; the previous set then stays
 */
export async function importPictures(
  source: PictureSource,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<PictureSet> {
  const draft = await draftPictures();
  try {
    const set = await fill(draft.folder, source, onProgress, signal);
    await draft.keep(set);
    return set;
  } catch (error) {
    await draft.drop();
    if (signal.aborted)
      throw new Error("The import was cancelled. The pictures are as they were before.");
    throw error;
  }
}

async function fill(
  folder: FileSystemDirectoryHandle,
  source: PictureSource,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<PictureSet> {
  const counts: Record<string, number> = {};
  const unreadable: UnreadableFile[] = [];
  let thumbnails: Thumbnail[] = [];
  const folders = new Map<string, Promise<FileSystemDirectoryHandle>>();
  let bytes: ImportProgress["bytes"];
  let done = 0;
  let reported = -Infinity;

  const report = (force = false): void => {
    if (!force && performance.now() - reported < reportEvery) return;
    reported = performance.now();
    onProgress({
      counts: { ...counts },
      done,
      total: source.kind === "sample" ? sampleCount : null,
      bytes,
      thumbnails,
      unreadable: [...unreadable],
    });
    thumbnails = [];
  };

  const take = async (file: IncomingFile): Promise<void> => {
    const [className = "", ...rest] = file.path.split("/");
    if (rest.length === 0 || !pictureName.test(file.path)) return;
    try {
      const content = new Blob([(await file.bytes()) as Uint8Array<ArrayBuffer>]);
      const small = await thumbnail(content);
      const inClass = (counts[className] = (counts[className] ?? 0) + 1);
      if (inClass <= thumbnailsPerClass) thumbnails.push({ className, bitmap: small });
      else small.close();
      let into = folders.get(className);
      if (!into) {
        into = folder.getDirectoryHandle(className, { create: true });
        folders.set(className, into);
      }
      await writeInto(await deeper(await into, rest.slice(0, -1)), rest.at(-1) ?? "", content);
    } catch (error) {
      if (!isUndecodable(error)) throw error;
      unreadable.push({ path: file.path, reason: "It is damaged, or not a picture." });
    }
    done += 1;
    report();
  };

  const onBytes = (now: NonNullable<typeof bytes>): void => {
    bytes = now;
    report();
  };
  const { files, name } = await openSource(source, { signal, onBytes });
  const running = new Set<Promise<void>>();
  for await (const file of files) {
    signal.throwIfAborted();
    const work: Promise<void> = take(file).finally(() => running.delete(work));
    work.catch(() => undefined); // the race or the end hears of it
    running.add(work);
    if (running.size >= writesAtOnce) await Promise.race(running);
  }
  await Promise.all(running);
  signal.throwIfAborted();
  report(true);

  const classNames = Object.keys(counts).sort(byCodePoint);
  if (classNames.length < 2) {
    throw new Error(
      `Expected at least two class folders with pictures in them; found ${classNames.length === 0 ? "none" : `only "${classNames[0]}"`}.`,
    );
  }
  return {
    name,
    painted: source.kind === "sample",
    classNames,
    counts: classNames.map((name) => counts[name] ?? 0),
    unreadable,
  };
}

/** The loader comes along only where it is needed: the sample set is there without it. */
async function openSource(
  source: PictureSource,
  options: IncomingOptions,
): Promise<{ readonly files: AsyncIterable<IncomingFile>; readonly name: string }> {
  if (source.kind === "sample") return { files: sampleFiles(options.signal), name: "sample" };
  const { incomingFiles, sourceName } = await import("./incoming");
  return { files: incomingFiles(source, options), name: sourceName(source) };
}

async function deeper(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<FileSystemDirectoryHandle> {
  let at = folder;
  for (const name of names) at = await at.getDirectoryHandle(name, { create: true });
  return at;
}

/** As Keras sorts class folders. */
function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isUndecodable(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === "InvalidStateError" || error.name === "EncodingError")
  );
}
