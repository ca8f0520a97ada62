/**
 * Takes pictures in: copies them into the private file system, so that a reload or a visit offline finds them again. What a
 * pretrained network sees in them is computed meanwhile.
 */
import { eachAtOnce } from "../../../tutorial/each-at-once";
import type { ImportProgress, PictureSet, PictureSource } from "../contract";
import { draftPictures } from "../storage/picture-store";
import { writeInto } from "../storage/private-files";
import { headForms } from "../../../tutorial/head-plan";
import { nameOf } from "../transfer/feature-file";
import { beginSeeing, stopSeeing } from "../transfer/seeing";
import { ImportTally } from "./import-tally";
import type { IncomingFile, IncomingOptions } from "./incoming";
import { sampleCount, sampleFiles } from "./sample-files";
import { thumbnail } from "./thumbnail";

/** Files that the loader takes; others are not pictures and are passed over. */
const pictureName = /\.(bmp|gif|jpe?g|png|webp|avif)$/i;

/** Files being written at once. */
const writesAtOnce = 8;

/**
 * Imports a source in place of the previous pictures. When it fails, nobody writes any more.
 *
 * @throws Error when it holds fewer than two classes, cannot be read, or `signal` is aborted; the previous set then stays
 */
export async function importPictures(
  source: PictureSource,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<PictureSet> {
  await stopSeeing();
  const draft = await draftPictures();
  const seen = beginSeeing(draft.path);
  const tally = new ImportTally(source.kind === "sample" ? sampleCount : null, onProgress);
  try {
    const taken: string[] = [];
    const see = (path: string): void => {
      taken.push(path);
      seen.see(path);
    };
    const set = await fill({ folder: draft.folder, tally, see }, source, signal);
    // After the pictures themselves: few pictures are trained on in several forms.
    for (let form = 1; form < headForms(taken.length); form++)
      for (const path of taken) seen.see(nameOf(path, form));
    seen.end();
    await draft.keep(set);
    return set;
  } catch (error) {
    await seen.stop();
    await draft.drop();
    if (signal.aborted)
      throw new Error("The import was cancelled. The pictures are as they were before.");
    throw error;
  } finally {
    tally.drop();
  }
}

/** Where pictures go, and who is told of them. */
interface Intake {
  readonly folder: FileSystemDirectoryHandle;
  readonly tally: ImportTally;
  /** Gives a picture to the network that looks at it. */
  readonly see: (path: string) => void;
}

async function fill(
  intake: Intake,
  source: PictureSource,
  signal: AbortSignal,
): Promise<PictureSet> {
  const { tally } = intake;
  const { files, name } = await openSource(source, {
    signal,
    onBytes: (bytes) => tally.receive(bytes),
  });
  await eachAtOnce(files, writesAtOnce, async (file) => {
    signal.throwIfAborted();
    await take(file, intake);
  });
  signal.throwIfAborted();
  tally.report({ always: true });

  const { counts, unreadable } = tally;
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
    counts: classNames.map((className) => counts[className] ?? 0),
    unreadable,
  };
}

/** Copies one file, if it is a picture in a class folder. */
async function take(file: IncomingFile, { folder, tally, see }: Intake): Promise<void> {
  const { path } = file;
  const names = path.split("/");
  const [className = ""] = names;
  if (names.length < 2 || !pictureName.test(path)) return;
  try {
    const content = new Blob([(await file.bytes()) as Uint8Array<ArrayBuffer>]);
    tally.count(className, await thumbnail(content));
    await writeInto(await deeper(folder, names.slice(0, -1)), names.at(-1) ?? "", content);
    see(path);
  } catch (error) {
    if (!isUndecodable(error)) throw error;
    tally.refuse({ path, reason: "It is damaged, or not a picture." });
  }
  tally.end();
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

/** As Keras and the loader sort class folders; JavaScript's own order is by code unit. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [at, character] of left.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function isUndecodable(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === "InvalidStateError" || error.name === "EncodingError")
  );
}
