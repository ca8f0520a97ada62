/** Files by path: what Node's file system and a page's private one have in common. */

/**
 * Files by path. In Node a path of the file system; in the page a path inside the origin's private file system.
 * Folders on the way are made.
 */
export interface FileStore {
  /** The whole file, or null when there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * Replaces the file as a whole. Whoever reads the path, also after the process was killed or the machine lost power
   * in between, sees the previous content or the new one.
   */
  writeAtomic(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end of the file, which is made when there is none. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file. Does nothing when there is none. */
  remove(path: string): Promise<void>;
  /** Removes a folder that is empty. Does nothing otherwise. */
  removeEmptyFolder(path: string): Promise<void>;
}

/** A `FileSystemDirectoryHandle` of a browser. */
export interface FolderHandle {
  readonly kind: "directory";
  readonly name: string;
}
