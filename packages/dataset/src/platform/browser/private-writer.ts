/** Writing to the end of a file in the origin-private file system. */

/** What TypeScript's types of pages lack: this is for dedicated workers alone. */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
interface WithSyncAccess {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

export interface PrivateWriter {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keeps what was written. */
  close(): Promise<void>;
}

/**
 * Writes from byte `at` on; what lay beyond is dropped. In a worker bytes are in the file as soon as they are written;
 * on the page's own thread they are when it is closed, and lost if the page ends before.
 */
export async function writeFrom(file: FileSystemFileHandle, at: number): Promise<PrivateWriter> {
  if ("createSyncAccessHandle" in file) {
    const access = await (file as unknown as WithSyncAccess).createSyncAccessHandle();
    access.truncate(at);
    return {
      write: (bytes) => {
        const written = access.write(bytes, { at });
        at += written;
        if (written === bytes.length) return Promise.resolve();
        return Promise.reject(new DOMException("the quota is used up", "QuotaExceededError"));
      },
      close: () => {
        access.flush();
        access.close();
        return Promise.resolve();
      },
    };
  }
  const stream = await file.createWritable({ keepExistingData: at > 0 });
  if (at > 0) {
    await stream.truncate(at);
    await stream.seek(at);
  }
  return { write: (bytes) => stream.write(bytes), close: () => stream.close() };
}

/** Makes `bytes` the file's content. */
export async function writeWhole(
  file: FileSystemFileHandle,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const writer = await writeFrom(file, 0);
  try {
    await writer.write(bytes);
  } catch (cause) {
    await writer.close().catch(() => undefined); // an open file could not be removed
    throw cause;
  }
  await writer.close();
}
