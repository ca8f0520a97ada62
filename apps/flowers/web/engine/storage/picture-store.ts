/** The imported pictures: one set at a time, as class folders in the private file system. */
import type { PictureSet } from "../contract";
import { folderAt, readJson, remove, writeJson } from "./private-files";

/** A set and where it lies. */
export interface StoredPictures extends PictureSet {
  /** Tells this import from any other. */
  readonly id: string;
}

const card = "pictures.json";
const folderOf = (id: string): string => `pictures-${id}`;

export function storedPictures(): Promise<StoredPictures | null> {
  return readJson<StoredPictures>(card);
}

/**
 * The folder of the current set, one folder a class in it.
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

/** A set in the making; the former one stays until {@link Draft.keep}. */
export interface Draft {
  readonly folder: FileSystemDirectoryHandle;
  /** Puts the set in place of the former one. */
  keep(set: PictureSet): Promise<void>;
  /** Removes it. */
  drop(): Promise<void>;
}

export async function draftPictures(): Promise<Draft> {
  const id = crypto.randomUUID();
  const folder = await folderAt(folderOf(id), { create: true });
  if (!folder) throw new Error("The browser's private storage cannot be written.");
  return {
    folder,
    keep: async (set) => {
      const former = await storedPictures();
      await writeJson(card, { ...set, id } satisfies StoredPictures);
      if (former) await remove(folderOf(former.id));
    },
    drop: () => remove(folderOf(id)),
  };
}
