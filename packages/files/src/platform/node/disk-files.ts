/** Files by path on disk, each replaced as a whole: written beside its place, brought to the disk, then renamed. */
import { mkdir, open, readFile, rename, rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { FileStore } from "../../file-store";
import { refusal } from "../../refusal";
import { removeStaleParts, temporaryName, writing } from "./part-files";

export const diskFiles: FileStore = {
  async read(path) {
    try {
      const bytes = await readFile(path);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") return null;
      throw refusal(`cannot read "${path}"`, cause);
    }
  },

  async writeAtomic(path, bytes) {
    const temporary = temporaryName(path);
    writing.add(temporary);
    try {
      await mkdir(dirname(path), { recursive: true });
      await removeStaleParts(path);
      await writeDurably(temporary, [bytes]);
      await rename(temporary, path);
    } catch (cause) {
      // Throws where the path runs through a file; the cause says so already.
      await rm(temporary, { force: true }).catch(() => undefined);
      throw refusal(`cannot write "${path}"`, cause);
    } finally {
      writing.delete(temporary);
    }
  },

  async append(path, bytes) {
    try {
      await mkdir(dirname(path), { recursive: true });
      await appendWhole(path, bytes);
    } catch (cause) {
      throw refusal(`cannot append to "${path}"`, cause);
    }
  },

  async remove(path) {
    try {
      await rm(path, { force: true });
      await removeStaleParts(path);
    } catch (cause) {
      throw refusal(`cannot remove "${path}"`, cause);
    }
  },

  async removeEmptyFolder(path) {
    try {
      await rmdir(path);
    } catch (cause) {
      if (["ENOENT", "ENOTEMPTY", "EEXIST"].includes(codeOf(cause))) return;
      throw refusal(`cannot remove "${path}"`, cause);
    }
  },
};

/** Writes a new file; returns when its content is on the disk, so that a name may point at it. */
export async function writeDurably(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Adds all of the bytes or none of them. */
async function appendWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "a");
  try {
    const { size } = await file.stat();
    try {
      await file.writeFile(bytes);
    } catch (cause) {
      await file.truncate(size).catch(() => undefined); // The cause says more; a device has no size.
      throw cause;
    }
  } finally {
    await file.close();
  }
}

/** The system's name of an error, such as `ENOENT`. */
function codeOf(cause: unknown): string {
  return String((cause as { readonly code?: unknown }).code);
}
