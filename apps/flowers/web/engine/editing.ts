/** The studio's calls that edit the set of pictures. */
import { transfer } from "comlink";
import type { PictureEditing, PictureSet } from "./contract";
import {
  type Catalogue,
  deleteClass,
  type Edit,
  movePictures,
  newClass,
  removePictures,
  renameClass,
} from "./pictures/catalogue";
import { addToClass, picturesOf, thumbnailsOf } from "./pictures/edit-pictures";
import { editPictures, redoEdit, type StoredPictures, undoEdit } from "./storage/picture-store";

/** What the page is told of a set. */
export function asTold({ id: _, ...set }: StoredPictures): PictureSet {
  return set;
}

async function edited(makeEdit: (now: Catalogue) => Edit, begins = false): Promise<PictureSet> {
  return asTold(await editPictures(makeEdit, { begins }));
}

export const editing: PictureEditing = {
  newClass: (className) => edited((now) => newClass(now, className), true),
  renameClass: (from, to) => edited((now) => renameClass(now, from, to)),
  deleteClass: (className) => edited((now) => deleteClass(now, className)),
  movePictures: (ids, className) => edited((now) => movePictures(now, ids, className)),
  removePictures: (ids) => edited((now) => removePictures(now, ids)),
  undo: async () => asTold(await undoEdit()),
  redo: async () => asTold(await redoEdit()),

  async addPictures(className, pictures, burst) {
    const { set, ...added } = await addToClass(className, pictures, burst);
    return transfer(
      { ...added, set: asTold(set as StoredPictures) },
      added.thumbnails.map(({ bitmap }) => bitmap),
    );
  },

  advice: async () => (await import("./pictures/picture-advice")).adviceOnPictures(),
  picturesOf,
  paintedPhoto: async () => (await import("./pictures/sample-files")).newSample(),

  async thumbnailsOf(ids, longestSide) {
    const found = await thumbnailsOf(ids, longestSide);
    return transfer(
      found,
      found.map(({ bitmap }) => bitmap),
    );
  },
};
