/** Files in the origin's private file system (OPFS), and the console, in the page and its workers. */
import { TrainingError } from "../errors";
import { FolderFiles } from "./browser/folder-files";
import type { FileStore, FolderHandle, OutputStream } from "./contract";

async function privateFolder(): Promise<FileSystemDirectoryHandle> {
  const storage = (globalThis as { navigator?: Navigator }).navigator?.storage;
  if (typeof storage?.getDirectory !== "function") {
    throw new TrainingError(
      "file",
      "this page has no private file system (navigator.storage.getDirectory); files need a secure context (https or localhost).",
    );
  }
  return storage.getDirectory();
}

export const files: FileStore = new FolderFiles(privateFolder);

export function openFolder(folder: string | FolderHandle): FileStore {
  if (typeof folder !== "string") {
    return new FolderFiles(() => Promise.resolve(folder as FileSystemDirectoryHandle));
  }
  const names = folder.split("/").filter((part) => part !== "" && part !== ".");
  if (names.includes("..")) {
    throw new TrainingError(
      "invalid-argument",
      `folderStore: folder must lie inside the private file system; received "${folder}".`,
    );
  }
  return new FolderFiles(async () => {
    let handle = await privateFolder();
    for (const name of names) handle = await handle.getDirectoryHandle(name, { create: true });
    return handle;
  });
}

export function nextTask(): Promise<void> {
  // A message, for timers are slowed to one a second in a page that is not looked at.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

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
