/**
 * Files in a folder that a browser gives: the origin's private one, or one that the user picked.
 *
 * A file is replaced as a whole. Where `createWritable` exists it fills a swap file, which `close` puts in place. A file
 * that is new, or a browser without it (a worker of Safari before 26), goes by two files: first the content and a seal
 * into `<name>.part`, then the content into `<name>`, then `.part` is removed. A `.part` with a whole seal is the newest
 * content; one without is a write that never ended, and counts for nothing.
 */
import { FilesError } from "../../errors";
import type { FileStore } from "../../file-store";
import { refusal } from "../../refusal";
import { sealOf, unsealed } from "../../seal";
import { FileParts, isAbsent } from "./file-parts";

/** The files of a folder. `open` gives it, or throws a FilesError. */
export class FolderFiles implements FileStore {
  readonly #open: () => Promise<FileSystemDirectoryHandle>;

  constructor(open: () => Promise<FileSystemDirectoryHandle>) {
    this.#open = open;
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#at("read", path, false, async (file) => {
      if (file === null) return null;
      const pending = await this.#pending(file);
      return pending ?? (await file.read());
    });
  }

  writeAtomic(path: string, bytes: Uint8Array): Promise<void> {
    return this.#at("write", path, true, async (file) => {
      if (file) await replace(file, bytes);
    });
  }

  append(path: string, bytes: Uint8Array): Promise<void> {
    return this.#at("append to", path, true, async (file) => {
      if (file === null) return;
      const pending = await this.#pending(file);
      if (pending) await replace(file, joined(pending, bytes));
      else await file.append(bytes);
    });
  }

  remove(path: string): Promise<void> {
    return this.#at("remove", path, false, async (file) => {
      // In this order: a `.part` without its file is still the whole content.
      await file?.remove();
      await file?.part.remove();
    });
  }

  async removeEmptyFolder(path: string): Promise<void> {
    await this.#at("remove", path, false, async (folder) => {
      try {
        await folder?.remove();
      } catch (cause) {
        if (cause instanceof DOMException && cause.name === "InvalidModificationError") return; // not empty
        throw cause;
      }
    });
  }

  async #pending(file: FileParts): Promise<Uint8Array | null> {
    const part = await file.part.read();
    return part && unsealed(part);
  }

  /** Runs `work` on a file, null when its folder is not there. What the browser throws becomes a FilesError. */
  async #at<T>(
    verb: string,
    path: string,
    create: boolean,
    work: (file: FileParts | null) => Promise<T>,
  ): Promise<T> {
    const [folders, name] = partsOf(path);
    try {
      let folder: FileSystemDirectoryHandle | null = await this.#open();
      for (const each of folders) folder = folder && (await folderIn(folder, each, create));
      return await work(folder && new FileParts(folder, name));
    } catch (cause) {
      throw refusal(`cannot ${verb} "${path}"`, cause);
    }
  }
}

async function replace(file: FileParts, bytes: Uint8Array): Promise<void> {
  const isReplacedWhole = file.writesSwapFile && (await file.exists());
  if (!isReplacedWhole) await file.part.write([bytes, sealOf(bytes)]);
  await file.write([bytes]);
  await file.part.remove();
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

async function folderIn(
  folder: FileSystemDirectoryHandle,
  name: string,
  create: boolean,
): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await folder.getDirectoryHandle(name, { create });
  } catch (cause) {
    if (!create && isAbsent(cause)) return null;
    throw cause;
  }
}

/** Folder names and file name of a path; "." and empty parts are dropped. */
function partsOf(path: string): readonly [folders: readonly string[], name: string] {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const name = parts.pop();
  if (name === undefined || name === ".." || parts.includes("..")) {
    throw new FilesError(
      "invalid-argument",
      `path: expected a file inside the store; received "${path}".`,
    );
  }
  return [parts, name];
}
