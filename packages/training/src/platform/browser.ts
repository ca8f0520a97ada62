/** Files in the origin's private file system (OPFS), and the console, in the page. */
import { TrainingError } from "../errors";
import type { FileStore, OutputStream } from "./contract";

/** Folder names and file name of a path; "." and empty parts are dropped. */
function partsOf(path: string): readonly [folders: readonly string[], name: string] {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const name = parts.pop();
  if (name === undefined || name === ".." || parts.includes("..")) {
    throw new TrainingError(
      "invalid-argument",
      `path: expected a file inside the store; received "${path}".`,
    );
  }
  return [parts, name];
}

async function folderOf(
  folders: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  const storage = (globalThis as { navigator?: Navigator }).navigator?.storage;
  if (typeof storage?.getDirectory !== "function") {
    throw new TrainingError(
      "file",
      "this page has no private file system (navigator.storage.getDirectory); files need a secure context (https or localhost).",
    );
  }
  let folder = await storage.getDirectory();
  for (const name of folders) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

async function writable(
  path: string,
  keepExistingData: boolean,
): Promise<{ readonly file: FileSystemFileHandle; readonly stream: FileSystemWritableFileStream }> {
  const [folders, name] = partsOf(path);
  const file = await (await folderOf(folders, true)).getFileHandle(name, { create: true });
  if (typeof file.createWritable !== "function") {
    throw new TrainingError(
      "file",
      `cannot write "${path}": this browser has no FileSystemFileHandle.createWritable.`,
    );
  }
  return { file, stream: await file.createWritable({ keepExistingData }) };
}

/** Runs `work`; what the browser throws becomes a TrainingError, and "not found" becomes `absent` when given. */
async function guarded<T>(
  verb: string,
  path: string,
  work: () => Promise<T>,
  absent?: T,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (TrainingError.is(cause)) throw cause;
    if (absent !== undefined && cause instanceof DOMException && cause.name === "NotFoundError")
      return absent;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TrainingError("file", `cannot ${verb} "${path}": ${reason}`, { cause });
  }
}

export const files: FileStore = {
  read: (path) =>
    guarded<Uint8Array | null>(
      "read",
      path,
      async () => {
        const [folders, name] = partsOf(path);
        const handle = await (await folderOf(folders, false)).getFileHandle(name);
        return new Uint8Array(await (await handle.getFile()).arrayBuffer());
      },
      null,
    ),

  // A writable stream fills a swap file; close() puts it in place of the old one.
  writeAtomic: (path, bytes) =>
    guarded("write", path, async () => {
      const { stream } = await writable(path, false);
      await stream.write(bytes as Uint8Array<ArrayBuffer>);
      await stream.close();
    }),

  append: (path, bytes) =>
    guarded("append to", path, async () => {
      const { file, stream } = await writable(path, true);
      await stream.seek((await file.getFile()).size);
      await stream.write(bytes as Uint8Array<ArrayBuffer>);
      await stream.close();
    }),

  remove: (path) =>
    guarded<void | null>(
      "remove",
      path,
      async () => {
        const [folders, name] = partsOf(path);
        await (await folderOf(folders, false)).removeEntry(name);
      },
      null,
    ).then(() => undefined),

  async removeEmptyFolder(path) {
    try {
      const [folders, name] = partsOf(path);
      await (await folderOf(folders, false)).removeEntry(name); // refuses a folder with content
    } catch (cause) {
      if (cause instanceof DOMException) return;
      throw cause;
    }
  },
};

let line = "";

export const standardOutput: OutputStream = {
  isTTY: false,
  write(text) {
    const lines = (line + text).split("\n");
    line = lines.pop() ?? "";
    for (const whole of lines) console.log(whole);
  },
};

export function terminalColumns(): number {
  return 80;
}

export function hostName(): string {
  return "browser";
}

// Pages have no process id; two pages of one origin must not share a file.
const pageId = Math.floor(Math.random() * 0x7fffffff);

export function processId(): number {
  return pageId;
}

export function writeTemporaryFolder(): string {
  throw new TrainingError("file", "a page has no temporary folders.");
}

export function removeFolder(): void {
  // There is none to remove.
}
