/**
 * Takes pictures in: copies them into the private file system, so that a reload or a visit offline finds them again. What a
 * pretrained network sees in them is computed meanwhile.
 */
import { eachAtOnce } from "../../../tutorial/each-at-once";
import type { ImportProgress, PictureId, PictureSource } from "../contract";
import { draftPictures, type ImportedSet } from "../storage/picture-draft";
import {
  editPictures,
  folderOf,
  newId,
  storedPictures,
  type StoredPictures,
  writePicture,
} from "../storage/picture-store";
import { writeInto } from "../storage/private-files";
import { formNamesFor } from "../transfer/forms-to-see";
import { seePictures } from "../transfer/see-pictures";
import { seeingOf, stopSeeing } from "../transfer/seeing";
import { whileAdding } from "./adding";
import { byCodePoint } from "./by-code-point";
import { asJpeg } from "./added-picture";
import { addPictures, type Place } from "./catalogue";
import { ImportTally } from "./import-tally";
import type { IncomingFile, IncomingOptions } from "./incoming";
import { missingEnding, undecodableReason } from "./picture-format";
import { sampleCount, sampleFiles } from "./sample-files";
import { isUndecodable, thumbnail } from "./thumbnail";

/** Files that claim to be pictures; others are passed over. */
const pictureName = /\.(bmp|gif|jpe?g|jfif|png|webp|avif|heic|heif|tiff?|jxl)$/i;

/** Files being written at once. */
const writesAtOnce = 8;

type Tell = (progress: ImportProgress) => void;

/**
 * Imports a source in place of the previous pictures. When it fails, nobody writes any more.
 *
 * @throws Error when it holds fewer than two classes, cannot be read, or `signal` is aborted; the previous set then stays
 */
export async function importPictures(
  source: PictureSource,
  onProgress: Tell,
  signal: AbortSignal,
): Promise<StoredPictures> {
  await stopSeeing();
  const draft = await draftPictures();
  const seeing = seeingOf(draft.path);
  const tally = new ImportTally(source.kind === "sample" ? sampleCount : null, onProgress);
  try {
    const taken: PictureId[] = [];
    const name = await fill(source, signal, tally, async (path, content) => {
      await writeInto(draft.folder, path, content);
      taken.push(path);
      seeing.see([path]);
    });
    const set = importedSet(name, source, tally);
    seeing.see(formNamesFor(taken, taken.length));
    return await draft.keep(set);
  } catch (error) {
    await seeing.stop();
    await draft.drop();
    throw signal.aborted ? cancelled() : error;
  } finally {
    tally.drop();
  }
}

/**
 * Imports a source into the classes of the set at hand, as one edit; classes that it has not come with it.
 *
 * @throws Error when it holds no pictures, cannot be read, or `signal` is aborted; the set then stays as it is
 */
export async function joinPictures(
  source: PictureSource,
  onProgress: Tell,
  signal: AbortSignal,
): Promise<StoredPictures> {
  const tally = new ImportTally(source.kind === "sample" ? sampleCount : null, onProgress);
  try {
    return await whileAdding(async () => {
      const set = await storedPictures();
      if (!set) throw new Error("There are no pictures yet to which these could be added.");
      const folder = folderOf(set.id);
      const taken: { readonly id: PictureId; readonly place: Place }[] = [];
      await fill(source, signal, tally, async (path, content) => {
        const id = newId(path.slice(path.lastIndexOf(".") + 1).toLowerCase());
        await writePicture(folder, id, content);
        const slash = path.indexOf("/");
        const place = { className: path.slice(0, slash), name: path.slice(slash + 1) };
        taken.push({ id, place });
      });
      if (taken.length === 0)
        throw new Error("Expected class folders with pictures in them; found none.");
      taken.sort((a, b) => byCodePoint(a.place.name, b.place.name)); // whichever was written first
      const edited = await editPictures((catalogue) => addPictures(catalogue, taken));
      seePictures(
        folder,
        taken.map(({ id }) => id),
        edited,
      );
      return edited;
    });
  } catch (error) {
    throw signal.aborted ? cancelled() : error; // what was written is swept up by a later visit
  } finally {
    tally.drop();
  }
}

const cancelled = (): Error =>
  new Error("The import was cancelled. The pictures are as they were before.");

/** Keeps a picture, `class/name`. */
type Put = (path: string, content: Blob) => Promise<void>;

/** Gives every picture of the source to `put`; what people call the source. */
async function fill(
  source: PictureSource,
  signal: AbortSignal,
  tally: ImportTally,
  put: Put,
): Promise<string> {
  const { files, name } = await openSource(source, {
    signal,
    onBytes: (bytes) => tally.receive(bytes),
  });
  const putFree = underFreePaths(put);
  await eachAtOnce(files, writesAtOnce, async (file) => {
    signal.throwIfAborted();
    await take(file, tally, putFree);
  });
  signal.throwIfAborted();
  tally.report({ always: true });
  return name;
}

/** A picture whose path another one has already gets a number: `1.webp` may become the `1.webp.jpg` that is there, too. */
function underFreePaths(put: Put): Put {
  const taken = new Set<string>();
  return (path, content) => {
    const dot = path.lastIndexOf(".");
    let free = path;
    for (let turn = 2; taken.has(free); turn++)
      free = `${path.slice(0, dot)}-${turn}${path.slice(dot)}`;
    taken.add(free);
    return put(free, content);
  };
}

function importedSet(
  name: string,
  source: PictureSource,
  { counts, unreadable }: ImportTally,
): ImportedSet {
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

/** Takes one file, if it is a picture in a class folder. */
async function take(file: IncomingFile, tally: ImportTally, put: Put): Promise<void> {
  const { path } = file;
  const names = path.split("/");
  const [className = ""] = names;
  if (names.length < 2 || !pictureName.test(path)) return;
  const bytes = (await file.bytes()) as Uint8Array<ArrayBuffer>;
  try {
    const content = new Blob([bytes]);
    const whole = await createImageBitmap(content);
    try {
      const ending = missingEnding(path, bytes);
      tally.count(className, await thumbnail(whole));
      // What the loader would pass over is made a file that it takes.
      if (ending === null) await put(`${path}.jpg`, await asJpeg(whole));
      else await put(`${path}${ending}`, content);
    } finally {
      whole.close();
    }
  } catch (error) {
    if (!isUndecodable(error)) throw error;
    tally.refuse({ path, reason: undecodableReason(bytes) });
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
