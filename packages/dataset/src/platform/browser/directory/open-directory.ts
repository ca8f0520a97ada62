/** A directory of images in the page: a directory handle, or a tree of files. */
import { DatasetError } from "../../../errors";
import type { DirectorySource } from "../../../loader/directory-source";
import type { ImageDirectory, OpenOptions } from "../../contract";
import { listArchive } from "./archive";
import { decodePool } from "../decode/decode-pool";
import { download } from "../download/download";
import { type FileTree, treeOf, treeOfFiles } from "./file-tree";
import { isPrivatePath, privateEntryAt } from "../private-files";
import { fingerprintOf, readSourceFile, type SourceFile } from "./source-file";

/** How many files are asked for their size at once; each is a message to the browser's process. */
const statsAtOnce = 64;

/** Class folders and files as they are found; the files themselves are read when asked for. */
interface Listing {
  readonly label: string;
  folders(): Promise<string[]>;
  /** Files below a folder, by their path relative to it. */
  walk(folder: string): Promise<ReadonlyMap<string, SourceFile>>;
}

export async function openDirectory(
  source: DirectorySource,
  options: OpenOptions,
): Promise<ImageDirectory> {
  return directoryOf(await listingOf(source, options), options.caller);
}

async function listingOf(source: DirectorySource, options: OpenOptions): Promise<Listing> {
  if (typeof source === "string" && isPrivatePath(source)) return listPrivate(source, options);
  if (typeof source === "string" || source instanceof URL) {
    const url = addressOf(source, options.caller);
    const archive = await download(url.href, options);
    return listArchiveFile(archive, nameOf(url), options.signal);
  }
  if (source instanceof Blob) {
    return listArchiveFile(source, source instanceof File ? source.name : "", options.signal);
  }
  if (typeof source === "object" && source !== null) {
    if (isHandle(source)) return listHandle(source);
    if ("length" in source) return listTree(treeOfFiles(source as ArrayLike<File>));
  }
  throw new DatasetError(
    "invalid-argument",
    `${options.caller}: in the page, the directory must be a FileSystemDirectoryHandle, a list of files, a zip or tar as a Blob, or the URL of one.`,
  );
}

function addressOf(source: string | URL, caller: string): URL {
  try {
    return new URL(source, location.href);
  } catch (cause) {
    throw new DatasetError(
      "invalid-argument",
      `${caller}: expected the URL of a zip or tar; received ${JSON.stringify(String(source))}.`,
      { cause },
    );
  }
}

/** The last part of the address's path. */
const nameOf = (url: URL): string => {
  const name = url.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a lone %
  }
};

/** Opens an archive; where no folder in it gives the directory a name, its own name does. */
async function listArchiveFile(
  archive: Blob,
  name: string,
  signal?: AbortSignal,
): Promise<Listing> {
  const entries = await listArchive(archive, name === "" ? "archive" : name, signal);
  return listTree(treeOf(entries, name.replace(/(\.zip|\.tgz|\.tar|\.tar\.gz)$/i, "")));
}

/** What `getFile` has put into the origin-private file system. */
async function listPrivate(path: string, { caller, signal }: OpenOptions): Promise<Listing> {
  const entry = await privateEntryAt(path);
  if (!entry) throw new DatasetError("not-found", `${caller}: no such directory: "${path}".`);
  if (isHandle(entry)) return listHandle(entry);
  return listArchiveFile(await (entry as FileSystemFileHandle).getFile(), entry.name, signal);
}

function isHandle(source: object): source is FileSystemDirectoryHandle {
  return "kind" in source && source.kind === "directory";
}

/** What is directly in a folder. TypeScript's own type of an entry does not tell files from folders. */
const entriesOf = (
  folder: FileSystemDirectoryHandle,
): AsyncIterable<FileSystemDirectoryHandle | FileSystemFileHandle> =>
  folder.values() as unknown as AsyncIterable<FileSystemDirectoryHandle | FileSystemFileHandle>;

function listHandle(root: FileSystemDirectoryHandle): Listing {
  return {
    label: root.name === "" ? "." : root.name,
    folders: async () => {
      const names: string[] = [];
      for await (const { kind, name } of entriesOf(root))
        if (kind === "directory") names.push(name);
      return names;
    },
    walk: async (folder) => {
      const files = new Map<string, SourceFile>();
      const start = folder === "" ? root : await root.getDirectoryHandle(folder);
      const pending: [string, FileSystemDirectoryHandle][] = [["", start]];
      for (let next = pending.pop(); next; next = pending.pop()) {
        const [path, handle] = next;
        for await (const entry of entriesOf(handle)) {
          if (entry.kind === "directory") pending.push([`${path}${entry.name}/`, entry]);
          else files.set(path + entry.name, { kind: "handle", handle: entry });
        }
      }
      return files;
    },
  };
}

function listTree({ label, files, folders }: FileTree): Listing {
  return {
    label,
    folders: () => {
      const names = new Set(folders);
      for (const path of files.keys()) {
        const slash = path.indexOf("/");
        if (slash > 0) names.add(path.slice(0, slash));
      }
      return Promise.resolve([...names]);
    },
    walk: (folder) => {
      if (folder === "") return Promise.resolve(files);
      const below = new Map<string, SourceFile>();
      for (const [path, file] of files) {
        if (path.startsWith(`${folder}/`)) below.set(path.slice(folder.length + 1), file);
      }
      return Promise.resolve(below);
    },
  };
}

/** Links do not show in the page: the browser follows them when files are picked, and archives may have none. */
function directoryOf(listing: Listing, caller: string): ImageDirectory {
  const { label } = listing;
  const found = new Map<string, SourceFile>();
  const join = (folder: string, file: string): string =>
    folder === "" ? `${label}/${file}` : `${label}/${folder}/${file}`;
  const fileAt = (path: string): SourceFile => {
    const file = found.get(path);
    if (!file) {
      throw new DatasetError("not-found", `${caller}: no such file: "${path}".`);
    }
    return file;
  };
  const walk = async (folder: string): Promise<string[]> => {
    const files = await listing.walk(folder);
    for (const [path, file] of files) found.set(join(folder, path), file);
    return [...files.keys()];
  };
  /** Paths may come from another opening of the directory: then this one has to be listed first. */
  let listed: Promise<unknown> | undefined;
  const filesAt = async (paths: readonly string[]): Promise<SourceFile[]> => {
    if (!paths.every((path) => found.has(path))) await (listed ??= walk(""));
    return paths.map(fileAt);
  };
  return {
    label,
    folders: () => listing.folders(),
    join,
    walk,
    stat: async (paths) => {
      const files = await filesAt(paths);
      const all = [];
      for (let i = 0; i < files.length; i += statsAtOnce) {
        const some = files.slice(i, i + statsAtOnce).map((file) => fingerprintOf(file));
        all.push(...(await Promise.all(some)));
      }
      return all;
    },
    load: async (paths, spec, signal) => decodePool().load(await filesAt(paths), spec, signal),
    read: async (path) => {
      await filesAt([path]);
      return readSourceFile(fileAt(path));
    },
  };
}
