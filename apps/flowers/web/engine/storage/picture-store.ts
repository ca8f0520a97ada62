/** The imported pictures: one set at a time, as class folders in the private file system. */
import type { PictureSet } from "../contract";
import { folderAt, readJson, remove, writeJson } from "./private-files";

/** A set and where it lies. */
export interface StoredPictures extends PictureSet {
  /** Tells this import from any other. */
  readonly id: string;
}

const card = "pictures.json";
const folderStart = "pictures-";
/** A set's folder, in the app's private folder. */
export const folderOf = (id: string): string => folderStart + id;

export function storedPictures(): Promise<StoredPictures | null> {
  return readJson<StoredPictures>(card);
}

/**
 * The folder of the current set, with one folder per class.
 *
 * @throws Error when there is none
 */
export async function pictureFolder(): Promise<
  readonly [FileSystemDirectoryHandle, StoredPictures]
> {
  const pictures = await storedPictures();
  const folder = pictures && (await folderAt(folderOf(pictures.id)));
  if (!folder) throw new Error("There are no pictures yet: choose some in step 1.");
  return [folder, pictures];
}

/**
 * A picture of a set.
 *
 * @param folder of the set, in the app's private folder
 * @param path `class/name`
 */
export async function pictureFile(folder: string, path: string): Promise<File> {
  const names = path.split("/");
  const parent = await folderAt([folder, ...names.slice(0, -1)].join("/"));
  if (!parent) throw new Error(`There is no picture "${path}".`);
  return (await parent.getFileHandle(names.at(-1) ?? "")).getFile();
}

/** A set in the making; the previous one stays until {@link Draft.keep}. */
export interface Draft {
  readonly folder: FileSystemDirectoryHandle;
  /** Where it is, in the app's private folder. */
  readonly path: string;
  /** Puts the set in place of the previous one. */
  keep(set: PictureSet): Promise<void>;
  /** Removes it. */
  drop(): Promise<void>;
}

export async function draftPictures(): Promise<Draft> {
  await removeAbandoned();
  const id = crypto.randomUUID();
  const release = await hold(folderOf(id));
  const folder = await folderAt(folderOf(id), { create: true });
  if (!folder) throw new Error("The browser's private storage cannot be written.");
  return {
    folder,
    path: folderOf(id),
    keep: async (set) => {
      const previous = await storedPictures();
      await writeJson(card, { ...set, id } satisfies StoredPictures);
      release();
      if (previous) await remove(folderOf(previous.id));
    },
    drop: async () => {
      await remove(folderOf(id)).finally(release);
    },
  };
}

/** Removes the drafts of visits that ended in the middle of an import. Those that a tab still works on are locked. */
async function removeAbandoned(): Promise<void> {
  const home = await folderAt("");
  if (!home) return;
  const current = await storedPictures();
  const names: string[] = [];
  for await (const name of home.keys())
    if (name.startsWith(folderStart) && name !== folderOf(current?.id ?? "")) names.push(name);
  for (const name of names)
    await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && remove(name));
}

/** Locks a draft until the function that this gives is called, or the tab ends. */
function hold(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const locked = navigator.locks.request(
      name,
      () => new Promise<void>((release) => resolve(release)),
    );
    locked.catch(reject);
  });
}
