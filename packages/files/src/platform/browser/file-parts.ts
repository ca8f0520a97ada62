/** One file of a browser's folder, written in the way that the browser has. */
import { FilesError } from "../../errors";
import { type FileHandle, opensInPlace, SyncFile } from "./sync-access";

/** Whether the browser says that there is no such file or folder. */
export function isAbsent(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "NotFoundError";
}

export class FileParts {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #name: string;

  constructor(folder: FileSystemDirectoryHandle, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** The file that a write goes through. */
  get part(): FileParts {
    return new FileParts(this.#folder, `${this.#name}.part`);
  }

  /** Whether a write appears as a whole, when its swap file takes the file's place. */
  get writesSwapFile(): boolean {
    return "createWritable" in FileSystemFileHandle.prototype;
  }

  async exists(): Promise<boolean> {
    return (await this.#find()) !== null;
  }

  /** The whole content, or null when there is no file. */
  async read(): Promise<Uint8Array | null> {
    const handle = await this.#find();
    return handle && new Uint8Array(await (await handle.getFile()).arrayBuffer());
  }

  /** Makes these the whole content. */
  async write(pieces: readonly Uint8Array[]): Promise<void> {
    const handle = await this.#make();
    if (handle.createWritable) await throughSwapFile(handle.createWritable(), pieces, 0);
    else await this.#inPlace(handle, pieces, 0);
  }

  /** Adds to the end. */
  async append(bytes: Uint8Array): Promise<void> {
    const handle = await this.#make();
    // A swap file copies the whole content first.
    if (opensInPlace(handle) || !handle.createWritable) await this.#inPlace(handle, [bytes], "end");
    else {
      const { size } = await handle.getFile();
      await throughSwapFile(handle.createWritable({ keepExistingData: true }), [bytes], size);
    }
  }

  /** Removes the file, or the empty folder, of this name; nothing when there is none. */
  async remove(): Promise<void> {
    try {
      await this.#folder.removeEntry(this.#name);
    } catch (cause) {
      if (!isAbsent(cause)) throw cause;
    }
  }

  #make(): Promise<FileHandle> {
    return this.#folder.getFileHandle(this.#name, { create: true });
  }

  async #find(): Promise<FileHandle | null> {
    try {
      return await this.#folder.getFileHandle(this.#name);
    } catch (cause) {
      if (isAbsent(cause)) return null;
      throw cause;
    }
  }

  async #inPlace(
    handle: FileHandle,
    pieces: readonly Uint8Array[],
    at: number | "end",
  ): Promise<void> {
    if (!opensInPlace(handle)) {
      throw new FilesError(
        "file",
        `cannot write "${this.#name}": a page of this browser cannot write files (FileSystemFileHandle.createWritable); a dedicated worker can.`,
        { remedy: "Write from a dedicated worker, or use a newer browser." },
      );
    }
    const file = await SyncFile.open(handle, at);
    try {
      for (const piece of pieces) {
        await file.write(piece);
        await file.flush(); // each piece is on the disk before the next one begins
      }
    } finally {
      await file.close();
    }
  }
}

async function throughSwapFile(
  opening: Promise<FileSystemWritableFileStream>,
  pieces: readonly Uint8Array[],
  start: number,
): Promise<void> {
  const stream = await opening;
  try {
    await stream.seek(start);
    for (const piece of pieces) await stream.write(piece as Uint8Array<ArrayBuffer>);
    await stream.close();
  } catch (cause) {
    await stream.abort().catch(() => undefined); // The cause says more than the abort.
    throw cause;
  }
}
