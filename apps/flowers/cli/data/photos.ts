/** The photos that a command was given: files, addresses, and folders with all photos in them. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isUrl, userPath } from "../paths";
import { UserError } from "../user-error";

/** Files that count as photos where a folder is named; a file that is named itself may end in anything. */
const photoName = /\.(avif|bmp|gif|jpe?g|png|tiff?|webp)$/i;

/** One photo, or why there is none. */
export type GivenPhoto =
  | { readonly image: string; readonly error?: undefined }
  | { readonly image: string; readonly error: UserError };

/** In the order given; the photos of a folder by their paths, its folders included. Hidden files are left out. */
export async function findPhotos(given: readonly string[]): Promise<GivenPhoto[]> {
  return (await Promise.all(given.map(findIn))).flat();
}

async function findIn(image: string): Promise<GivenPhoto[]> {
  if (isUrl(image)) return [{ image }];
  const found = await stat(userPath(image)).catch(() => undefined);
  if (!found?.isDirectory()) return [{ image }];
  const photos = await listPhotos(userPath(image), image);
  if (photos.length > 0) return photos.map((photo) => ({ image: photo }));
  return [{ image, error: new UserError(`"${image}" is a folder without photos.`) }];
}

async function listPhotos(folder: string, shown: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith("."))
      .map(async (entry) => {
        if (entry.isDirectory())
          return listPhotos(join(folder, entry.name), join(shown, entry.name));
        if (!photoName.test(entry.name)) return [];
        const isFile =
          entry.isFile() ||
          (entry.isSymbolicLink() &&
            ((await stat(join(folder, entry.name)).catch(() => undefined))?.isFile() ?? false));
        return isFile ? [join(shown, entry.name)] : [];
      }),
  );
  return lists.flat();
}
