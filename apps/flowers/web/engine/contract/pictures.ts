/** Pictures: where they come from, what a set of them is, and how it is edited. */

/** Where pictures come from. */
export type PictureSource =
  | { readonly kind: "sample" }
  /** From `<input webkitdirectory>`, or a dropped folder that was walked. */
  | {
      readonly kind: "files";
      /** The folder's. */
      readonly name: string;
      readonly files: readonly File[];
      /** Of each file, as its `webkitRelativePath` would be (`photos/daisy/1.jpg`): not every browser sends that to a worker. */
      readonly paths: readonly string[];
    }
  /** Chosen or dropped. */
  | { readonly kind: "folder"; readonly handle: FileSystemDirectoryHandle }
  /** A zip, tar or tgz. */
  | { readonly kind: "archive"; readonly file: File }
  | { readonly kind: "address"; readonly url: string };

/** A file that could not be used. */
export interface UnreadableFile {
  readonly path: string;
  readonly reason: string;
}

/** A small picture, no side above 96 pixels. Whoever receives it closes the bitmap. */
export interface Thumbnail {
  readonly className: string;
  readonly bitmap: ImageBitmap;
}

/** How an import stands; sent a few times per second. */
export interface ImportProgress {
  /** Pictures for each class found so far. */
  readonly counts: Readonly<Record<string, number>>;
  readonly done: number;
  /** null while it is unknown. */
  readonly total: number | null;
  /** Of an address: bytes so far and in all. */
  readonly bytes?: { readonly loaded: number; readonly total: number | null };
  /** New ones since the last report, at most a few per class in all. */
  readonly thumbnails: readonly Thumbnail[];
  /** All so far. */
  readonly unreadable: readonly UnreadableFile[];
}

/** Pictures that were imported and lie in the private file system. */
export interface PictureSet {
  readonly name: string;
  /** Painted by a program, not photos. */
  readonly painted: boolean;
  /** In Keras's order. */
  readonly classNames: readonly string[];
  /** Pictures of each class; a class of the visitor's own may have none yet. */
  readonly counts: readonly number[];
  readonly unreadable: readonly UnreadableFile[];
  /** Tells one content from any other: an edit changes it, and undoing the edit brings it back. */
  readonly content: string;
  /** Whether there is an edit to be undone, and one that was undone. */
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Names a picture of the set for as long as the set lives, whatever class it is moved to. */
export type PictureId = string;

/** A picture of the set. */
export interface OwnPicture {
  readonly id: PictureId;
  readonly className: string;
  /** Of its file. */
  readonly name: string;
}

/** A small picture of the set. Whoever receives it closes the bitmap. */
export interface PictureThumbnail extends Thumbnail {
  readonly id: PictureId;
}

/** What adding pictures has come to. */
export interface AddedPictures {
  readonly set: PictureSet;
  /** Of each new picture, in the order given. */
  readonly thumbnails: readonly PictureThumbnail[];
  /** What was not a picture, by name. */
  readonly unreadable: readonly UnreadableFile[];
}

/** What is to be said of a set before anything is trained on it. */
export interface PictureAdvice {
  /** Classes with few pictures, or none. */
  readonly few: readonly { readonly name: string; readonly count: number }[];
  /** Where the smallest and the largest class are too unequal. */
  readonly unequal: { readonly least: number; readonly most: number } | null;
  /** By class: pictures that look blurred. */
  readonly blurred: readonly { readonly className: string; readonly ids: readonly PictureId[] }[];
  /** By class: pictures that are nearly the same as an earlier one. */
  readonly alike: readonly { readonly className: string; readonly ids: readonly PictureId[] }[];
}

/** Whether imported pictures take the place of those at hand, or join them. */
export type ImportMode = "replace" | "add";

/**
 * Edits of the set at hand. Each is stored when its promise resolves and can be undone, also after a reload; two tabs edit
 * one after the other. Models stay as they were trained: `ModelRecord.trainedOn` tells.
 */
export interface PictureEditing {
  /** Adds a class without pictures; begins a set of the visitor's own where there is none. */
  newClass(className: string): Promise<PictureSet>;
  renameClass(from: string, to: string): Promise<PictureSet>;
  /** Removes a class and its pictures. */
  deleteClass(className: string): Promise<PictureSet>;
  /**
   * Adds pictures to a class: files of any size, or frames of the camera, which are closed. Pictures with the same `burst`
   * are undone together.
   */
  addPictures(
    className: string,
    pictures: readonly (File | ImageBitmap)[],
    burst?: string,
  ): Promise<AddedPictures>;
  movePictures(ids: readonly PictureId[], className: string): Promise<PictureSet>;
  removePictures(ids: readonly PictureId[]): Promise<PictureSet>;
  /** Does nothing when there is nothing to be undone. */
  undo(): Promise<PictureSet>;
  /** Does again what was undone last. */
  redo(): Promise<PictureSet>;
  /** Of large sets, only what their numbers say. */
  advice(): Promise<PictureAdvice>;
  /** The pictures of a class, in the order of their names. */
  picturesOf(className: string): Promise<readonly OwnPicture[]>;
  /** A picture as those of the sample set, which is not in it. */
  paintedPhoto(): Promise<Blob>;
  /** Small copies of pictures, 96 pixels or `longestSide`; of those that are not there any more, none. */
  thumbnailsOf(
    ids: readonly PictureId[],
    longestSide?: number,
  ): Promise<readonly PictureThumbnail[]>;
}
