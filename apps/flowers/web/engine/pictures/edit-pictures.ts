/** Edits of the set at hand, and looking at its pictures. */
import type {
  AddedPictures,
  OwnPicture,
  PictureId,
  PictureThumbnail,
  UnreadableFile,
} from "../contract";
import {
  editPictures,
  folderOf,
  pictureFile,
  storedCatalogue,
  newId,
  writePicture,
} from "../storage/picture-store";
import { seePictures } from "../transfer/see-pictures";
import { addedPicture, headOf } from "./added-picture";
import { whileAdding } from "./adding";
import { addPictures, type Catalogue, inClass, knownClass, type Place } from "./catalogue";
import { undecodableReason } from "./picture-format";
import { isUndecodable, thumbnail } from "./thumbnail";

interface Taken {
  readonly id: PictureId;
  readonly place: Place;
  readonly bitmap: ImageBitmap;
}

/** Adds pictures to a class, one after the other; what is not a picture is told. */
export function addToClass(
  className: string,
  pictures: readonly (File | ImageBitmap)[],
  burst?: string,
): Promise<AddedPictures> {
  return whileAdding(async () => {
    const [set, catalogue] = await storedCatalogue();
    knownClass(catalogue, className);
    const folder = folderOf(set.id);
    const taken: Taken[] = [];
    const unreadable: UnreadableFile[] = [];
    let frames = firstFrame(catalogue);
    for (const picture of pictures) {
      const name = picture instanceof File ? picture.name : `camera-${padded(frames++)}.jpg`;
      try {
        taken.push(await take(picture, { className, name }, folder));
      } catch (error) {
        if (!isUndecodable(error)) throw error;
        const head = picture instanceof Blob ? await headOf(picture) : new Uint8Array();
        unreadable.push({ path: name, reason: undecodableReason(head) });
      }
    }
    const edited = await editPictures((now) => ({
      ...addPictures(now, taken),
      ...(burst === undefined ? {} : { burst }),
    }));
    seePictures(
      folder,
      taken.map(({ id }) => id),
      edited,
    );
    return {
      set: edited,
      thumbnails: taken.map(({ id, bitmap }) => ({ id, className, bitmap })),
      unreadable,
    };
  });
}

async function take(
  picture: File | ImageBitmap,
  { className, name }: Place,
  folder: string,
): Promise<Taken> {
  const bitmap = picture instanceof Blob ? await createImageBitmap(picture) : picture;
  try {
    const { content, extension } = await addedPicture(picture, bitmap);
    const id = newId(extension);
    await writePicture(folder, id, content);
    // The loader tells formats by the name's ending.
    const named = name.replace(/\.[^.]*$/, "") || "picture";
    const place = { className, name: `${named.replace(/[/\\]/g, "_")}.${extension}` };
    return { id, place, bitmap: await thumbnail(bitmap) };
  } finally {
    bitmap.close();
  }
}

const padded = (frame: number): string => String(frame).padStart(4, "0");

/** The number that the camera's next picture gets: names follow the order in which pictures were taken. */
function firstFrame({ places }: Catalogue): number {
  let most = 0;
  for (const { name } of places.values())
    most = Math.max(most, Number(/^camera-(\d+)/.exec(name)?.[1] ?? 0));
  return most + 1;
}

/** The pictures of a class, in the order of their names. */
export async function picturesOf(className: string): Promise<OwnPicture[]> {
  const [, catalogue] = await storedCatalogue();
  return inClass(catalogue, className).map(([id, { name }]) => ({ id, className, name }));
}

/** Small copies of pictures; of those that are not there any more, none. */
export async function thumbnailsOf(
  ids: readonly PictureId[],
  longestSide?: number,
): Promise<PictureThumbnail[]> {
  const [set, { places }] = await storedCatalogue();
  const found = await Promise.all(
    ids.map(async (id) => {
      const place = places.get(id);
      if (!place) return [];
      const bitmap = await thumbnail(await pictureFile(folderOf(set.id), id), longestSide);
      return [{ id, className: place.className, bitmap }];
    }),
  );
  return found.flat();
}
