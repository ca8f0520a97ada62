/**
 * Paths in a page's private file system, `opfs:/folder/file`: strings, so that they go where Node's paths go. Node has
 * no such file system; there, only {@link isPrivatePath} answers.
 */
import { privateEntryAt, privateFolderAt, privateWriter } from "#platform";
import { refuse, requireBytes, requireRecord, requireText } from "./arguments";
import { FilesError } from "./errors";
import type { PrivateWriter } from "./platform/contract";

const scheme = "opfs:";

/** Whether a path names a place in the private file system; false for what is no string. */
export function isPrivatePath(path: string): boolean {
  return typeof path === "string" && path.startsWith(scheme);
}

/**
 * The names in a path, with or without `opfs:` in front.
 *
 * @throws FilesError `invalid-argument` for `..`, and for what is no string
 */
export function privatePathParts(path: string): string[] {
  requireText("privatePathParts", "path", path);
  const plain = isPrivatePath(path) ? path.slice(scheme.length) : path;
  const parts = plain.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) {
    throw new FilesError(
      "invalid-argument",
      `A path in the origin-private file system may not have ".." in it; received ${JSON.stringify(path)}.`,
    );
  }
  return parts;
}

/**
 * The folder at `path`.
 *
 * @param options `create` makes folders that are missing
 * @throws FilesError `unavailable` where there is no private file system (Node; a page that is not on https, a private
 *   window). DOMException `NotFoundError` when there is no such folder
 */
export async function privateFolder(
  path: string,
  options: { readonly create?: boolean } = {},
): Promise<FileSystemDirectoryHandle> {
  requireRecord("privateFolder", "options", options);
  const { create = false } = options;
  if (typeof create !== "boolean") refuse("privateFolder", "create", "true or false", create);
  return privateFolderAt(privatePathParts(path), create);
}

/**
 * The file or folder at `path`; undefined when there is none.
 *
 * @throws FilesError `unavailable`, as {@link privateFolder}
 */
export async function privateEntry(
  path: string,
): Promise<FileSystemDirectoryHandle | FileSystemFileHandle | undefined> {
  return privateEntryAt(privatePathParts(path));
}

/**
 * Writes from byte `at` on; what lay beyond is dropped. In a worker bytes are in the file as soon as they are written;
 * on the page's own thread they are when it is closed, and lost if the page ends before.
 */
export async function writeFrom(file: FileSystemFileHandle, at: number): Promise<PrivateWriter> {
  requireFile("writeFrom", file);
  if (!(Number.isSafeInteger(at) && at >= 0))
    refuse("writeFrom", "at", "a whole number from 0", at);
  return privateWriter(file, at);
}

/** Makes `bytes` the content of a file that nobody reads yet: whoever looks meanwhile may see a part of them. */
export async function writeNew(
  file: FileSystemFileHandle,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  requireFile("writeNew", file);
  requireBytes("writeNew", "bytes", bytes);
  const writer = await writeFrom(file, 0);
  try {
    await writer.write(bytes);
  } catch (cause) {
    await writer.close().catch(() => undefined); // an open file could not be removed
    throw cause;
  }
  await writer.close();
}

function requireFile(caller: string, file: unknown): void {
  const { createWritable, createSyncAccessHandle } = (file ?? {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof (createWritable ?? createSyncAccessHandle) !== "function")
    refuse(caller, "file", "a file handle of the private file system", file);
}
