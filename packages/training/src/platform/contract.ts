/** What Node and the page must each provide to the callbacks; `#platform` resolves to one of the two. */

/**
 * Files by path. In Node a path of the file system; in the page a path inside the origin's private file system.
 * Folders on the way are made. Every method throws a TrainingError with code `file` when the system refuses.
 */
export interface FileStore {
  /** The whole file, or null when there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * Replaces the file as a whole. Whoever reads the path, also after the process was killed or the machine lost power
   * in between, sees the former content or the new one.
   */
  writeAtomic(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end of the file, which is made when there is none. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file. Does nothing when there is none. */
  remove(path: string): Promise<void>;
  /** Removes a folder that is empty. Does nothing otherwise. */
  removeEmptyFolder(path: string): Promise<void>;
}

/** Where text for people goes. */
export interface OutputStream {
  /** Whether a line can be rewritten in place. */
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A `FileSystemDirectoryHandle` of a browser. */
export interface FolderHandle {
  readonly kind: "directory";
  readonly name: string;
}

/** Paths from the working folder in Node, inside the origin's private file system in the page. */
export declare const files: FileStore;

/** See `folderStore`. */
export declare function openFolder(folder: string | FolderHandle): FileStore;

/** Lets everything else that waits run: timers, messages, input, drawing. Takes microseconds when nothing waits. */
export declare function nextTask(): Promise<void>;

/** Standard output in Node; in the page, one `console.log` per whole line. */
export declare const standardOutput: OutputStream;

/** Columns of the terminal, 80 when unknown. */
export declare function terminalColumns(): number;

/** A name of this machine for file names, `[A-Za-z0-9.-]+`. */
export declare function hostName(): string;

/** A number that tells processes of one machine apart. */
export declare function processId(): number;

/** Writes files into a new temporary folder and returns its path. Not available in the page, where nothing needs it. */
export declare function writeTemporaryFolder(
  contents: Readonly<Record<string, Uint8Array>>,
): string;

/** Removes a folder and what is in it. */
export declare function removeFolder(path: string): void;
