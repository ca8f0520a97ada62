/** Files, standard output and names of the machine in Node. */
import { appendFile, mkdir, open, readFile, rename, rm, rmdir } from "node:fs/promises";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { TrainingError } from "../errors";
import type { FileStore, FolderHandle, OutputStream } from "./contract";
import { removeStaleParts, temporaryName, writing } from "./node/part-files";

export const files: FileStore = {
  async read(path) {
    try {
      const bytes = await readFile(path);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") return null;
      throw failed("read", path, cause);
    }
  },

  async writeAtomic(path, bytes) {
    const temporary = temporaryName(path);
    writing.add(temporary);
    try {
      await mkdir(dirname(path), { recursive: true });
      await removeStaleParts(path);
      const file = await open(temporary, "w");
      try {
        await file.writeFile(bytes);
        await file.sync(); // the content must be on disk before the name points at it
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (cause) {
      await rm(temporary, { force: true });
      throw failed("write", path, cause);
    } finally {
      writing.delete(temporary);
    }
  },

  async append(path, bytes) {
    try {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, bytes);
    } catch (cause) {
      throw failed("append to", path, cause);
    }
  },

  async remove(path) {
    try {
      await rm(path, { force: true });
      await removeStaleParts(path);
    } catch (cause) {
      throw failed("remove", path, cause);
    }
  },

  async removeEmptyFolder(path) {
    try {
      await rmdir(path);
    } catch (cause) {
      if (["ENOENT", "ENOTEMPTY", "EEXIST"].includes(codeOf(cause))) return;
      throw failed("remove", path, cause);
    }
  },
};

export function openFolder(folder: string | FolderHandle): FileStore {
  if (typeof folder !== "string") {
    throw new TrainingError(
      "invalid-argument",
      "folderStore: folder must be a path in Node; received a handle of a browser.",
    );
  }
  return {
    read: (path) => files.read(join(folder, path)),
    writeAtomic: (path, bytes) => files.writeAtomic(join(folder, path), bytes),
    append: (path, bytes) => files.append(join(folder, path), bytes),
    remove: (path) => files.remove(join(folder, path)),
    removeEmptyFolder: (path) => files.removeEmptyFolder(join(folder, path)),
  };
}

export async function nextTask(): Promise<void> {
  await setImmediate();
}

export const standardOutput: OutputStream = {
  get isTTY() {
    return process.stdout.isTTY === true;
  },
  write: (text) => process.stdout.write(text),
};

export function terminalColumns(): number {
  return process.stdout.columns ?? 80;
}

export function hostName(): string {
  return hostname().replace(/[^A-Za-z0-9.-]/g, "-") || "localhost";
}

export function processId(): number {
  return process.pid;
}

export function writeTemporaryFolder(contents: Readonly<Record<string, Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "flowers-training-"));
  for (const [name, bytes] of Object.entries(contents)) writeFileSync(join(folder, name), bytes);
  return folder;
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function codeOf(cause: unknown): string {
  return String((cause as { readonly code?: unknown }).code);
}

function failed(verb: string, path: string, cause: unknown): TrainingError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TrainingError("file", `cannot ${verb} "${path}": ${reason}`, { cause });
}
