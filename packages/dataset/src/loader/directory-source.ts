/** What `imageDatasetFromDirectory`, `walkFiles` and `loadImage` take: described by shape, so that no DOM types are needed. */

/** A `Blob` as the page makes it. */
export interface BlobSource {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start?: number, end?: number): BlobSource;
}

/** A `File` as an input, a drop or `FileSystemFileHandle.getFile()` gives it. */
export interface FileSource extends BlobSource {
  readonly name: string;
  readonly lastModified: number;
  /** `flower_photos/roses/a.jpg`, from `<input webkitdirectory>`; empty or missing otherwise. */
  readonly webkitRelativePath?: string;
}

/** A `FileSystemDirectoryHandle`, from `showDirectoryPicker()`, a drop or `navigator.storage.getDirectory()`. */
export interface DirectoryHandleSource {
  readonly kind: "directory";
  readonly name: string;
  getDirectoryHandle(name: string): Promise<DirectoryHandleSource>;
}

/**
 * Where images are.
 *
 * In Node: the path of a folder. In the page:
 * - a `FileSystemDirectoryHandle`;
 * - the files of `<input type="file" webkitdirectory>` (`input.files` or an array of them), or of a drop. Paths are
 *   `webkitRelativePath`, whose first folder is the one that was picked; files without it are named by `name`, which may
 *   contain `/`;
 * - a zip, tar or tar.gz as a `Blob` or `File`, or the URL (string or `URL`) of one;
 * - what `getFile` returned.
 *
 * Class folders, files and their order are those that Keras finds when the same folder lies on disk: hidden folders are
 * no classes, hidden files in class folders count. In archives, and in files without `webkitRelativePath`, folders that
 * hold everything (`flower_photos/roses/...`) are stripped until class folders are on top, and what macOS puts into
 * archives (`__MACOSX`, `._*`) is left out.
 */
export type DirectorySource =
  | string
  | URL
  | DirectoryHandleSource
  | ArrayLike<FileSource>
  | BlobSource;

/** One image: a path (Node), a URL (page), a `Blob` or `File`, or the file's bytes. */
export type ImageSource = string | URL | BlobSource | Uint8Array;
