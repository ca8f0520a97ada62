/** Writing in place, which dedicated workers can. */

/** What TypeScript's types of pages lack. Older Safari gives promises where others give values. */
interface SyncAccessHandle {
  getSize(): number | Promise<number>;
  truncate(size: number): void | Promise<void>;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  flush(): void | Promise<void>;
  close(): void | Promise<void>;
}

/** A file as the browser at hand has it: some lack one way of writing, some the other. */
export interface FileHandle extends Omit<FileSystemFileHandle, "createWritable"> {
  createWritable?: FileSystemFileHandle["createWritable"];
  createSyncAccessHandle?(): Promise<SyncAccessHandle>;
}

interface InPlaceHandle extends FileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

/** Whether a file can be written in place here. */
export function opensInPlace(handle: FileHandle): handle is InPlaceHandle {
  return handle.createSyncAccessHandle !== undefined;
}

/** An open file; {@link SyncFile.close} must come last. */
export class SyncFile {
  readonly #access: SyncAccessHandle;
  #at = 0;

  private constructor(access: SyncAccessHandle) {
    this.#access = access;
  }

  /** Opens a file to write from byte `at` on, or from its end; what lay beyond is dropped. */
  static async open(handle: InPlaceHandle, at: number | "end"): Promise<SyncFile> {
    const access = await handle.createSyncAccessHandle();
    const file = new SyncFile(access);
    try {
      file.#at = at === "end" ? await access.getSize() : at;
      await access.truncate(file.#at);
    } catch (cause) {
      await access.close();
      throw cause;
    }
    return file;
  }

  /** @throws DOMException `QuotaExceededError` when not all of the bytes found room; then none of them stay */
  async write(bytes: Uint8Array): Promise<void> {
    const written = this.#access.write(bytes, { at: this.#at });
    if (written !== bytes.length) {
      await this.#access.truncate(this.#at);
      throw new DOMException("the quota is used up", "QuotaExceededError");
    }
    this.#at += written;
  }

  /** Returns when what was written is on the disk. */
  async flush(): Promise<void> {
    await this.#access.flush();
  }

  async close(): Promise<void> {
    await this.#access.close();
  }
}
