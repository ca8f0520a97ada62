/** The set at hand as the loader takes it: every picture in the folder of its class. */
import type { PictureId } from "../contract";
import { inClass } from "../pictures/catalogue";
import {
  asSet,
  catalogueOf,
  folderOf,
  noPictures,
  pictureFile,
  storedCard,
  type StoredPictures,
} from "./picture-store";
import { folderAt } from "./private-files";

/** What the loader reads: the set's folder, or its files under the paths that the card gives them. */
export interface LoaderSource {
  readonly directory: FileSystemDirectoryHandle | readonly File[];
  /** Without classes that have no pictures, of which a training knows nothing. */
  readonly pictures: StoredPictures;
  /** The picture of one of the loader's `filePaths`. */
  readonly idOf: (filePath: string) => PictureId;
}

/** Files being opened at once. */
const opensAtOnce = 32;

/** @throws Error when there are no pictures */
export async function loaderSource(): Promise<LoaderSource> {
  const card = await storedCard();
  if (!card) throw noPictures();
  const pictures = withoutEmptyClasses(asSet(card));
  const folder = folderOf(card.id);
  const below = (filePath: string): string => filePath.slice(filePath.indexOf("/") + 1);
  if (!card.edited) {
    const directory = await folderAt(folder);
    if (!directory) throw noPictures();
    return { directory, pictures, idOf: below };
  }
  const catalogue = await catalogueOf(card);
  const ids = new Map<string, PictureId>();
  for (const className of pictures.classNames)
    for (const [id, { name }] of inClass(catalogue, className)) ids.set(`${className}/${name}`, id);
  const directory = await filesAt(folder, ids);
  return { directory, pictures, idOf: (filePath) => ids.get(below(filePath)) ?? "" };
}

/** The files of pictures, as if they lay where `ids` has them. */
async function filesAt(folder: string, ids: ReadonlyMap<string, PictureId>): Promise<File[]> {
  const named: File[] = [];
  const all = [...ids];
  for (let i = 0; i < all.length; i += opensAtOnce) {
    const some = all.slice(i, i + opensAtOnce).map(async ([path, id]) => {
      const file = await pictureFile(folder, id);
      return Object.defineProperty(new File([file], path, file), "webkitRelativePath", {
        value: `${folder}/${path}`,
      });
    });
    named.push(...(await Promise.all(some)));
  }
  return named;
}

/** The set as a training sees it. */
export function withoutEmptyClasses(pictures: StoredPictures): StoredPictures {
  const has = (_: unknown, at: number): boolean => (pictures.counts[at] ?? 0) > 0;
  return {
    ...pictures,
    classNames: pictures.classNames.filter(has),
    counts: pictures.counts.filter(has),
  };
}
