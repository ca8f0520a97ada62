/** A set of pictures in the making; the previous one stays until it is whole. */
import {
  asSet,
  type Card,
  folderOf,
  folderStart,
  storeCard,
  storedPictures,
  type StoredPictures,
} from "./picture-store";
import { entriesOf, folderAt, remove } from "./private-files";

/** What an import has found. */
export type ImportedSet = Omit<Card, "id">;

/** A set in the making; the previous one stays until {@link Draft.keep}. */
export interface Draft {
  readonly folder: FileSystemDirectoryHandle;
  /** Where it is, in the app's private folder. */
  readonly path: string;
  /** Puts the set in place of the previous one. */
  keep(set: ImportedSet): Promise<StoredPictures>;
  /** Removes it. */
  drop(): Promise<void>;
}

/** @param id of a set that comes from elsewhere */
export async function draftPictures(id: string = crypto.randomUUID()): Promise<Draft> {
  await removeAbandoned();
  const release = await hold(folderOf(id));
  const folder = await folderAt(folderOf(id), { create: true });
  if (!folder) throw new Error("The browser's private storage cannot be written.");
  return {
    folder,
    path: folderOf(id),
    keep: async (set) => {
      const next: Card = { ...set, id };
      const previous = await storedPictures();
      await storeCard(next);
      release();
      if (previous) await remove(folderOf(previous.id));
      return asSet(next);
    },
    drop: async () => {
      await remove(folderOf(id)).finally(release);
    },
  };
}

/** Removes the drafts of visits that ended in the middle of an import. Those that a tab still works on are locked. */
async function removeAbandoned(): Promise<void> {
  const current = await storedPictures();
  for (const name of await entriesOf(""))
    if (name.startsWith(folderStart) && name !== folderOf(current?.id ?? ""))
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
