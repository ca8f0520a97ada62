/** A directory whose files are all known: what a list of files and an archive become. */
import type { SourceFile } from "./source-file";

export interface FileTree {
  /** The directory's name; "." when it has none. */
  readonly label: string;
  /** Files by their path below the directory. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Folders directly below that are known by themselves, not only by their files. */
  readonly folders: readonly string[];
}

/** A file, or a folder of which nothing but its path is known. */
export type TreeEntry = readonly [path: string, file: SourceFile | "folder"];

/** The path's parts, without empty ones and ".". */
const partsOf = (path: string): string[] =>
  path.split("/").filter((part) => part !== "" && part !== ".");

/** The folder that all paths begin with, if there is one. */
function commonFolder(paths: readonly string[]): string | undefined {
  const first = paths[0]?.split("/", 1)[0];
  if (first === undefined) return undefined;
  return paths.every((path) => path.startsWith(`${first}/`)) ? first : undefined;
}

/** What macOS adds to archives: resource forks in `__MACOSX` or beside the file, named `._` and its name. */
const isMacExtra = (path: string): boolean =>
  path.startsWith("__MACOSX/") || /(^|\/)\._[^/]*$/.test(path) || /(^|\/)\.DS_Store$/.test(path);

/** Folders' paths end with "/". */
const plain = ([path, file]: TreeEntry): TreeEntry => [
  partsOf(path).join("/") + (file === "folder" ? "/" : ""),
  file,
];

/**
 * Takes folders that hold everything off the paths, until class folders are on top: as long as the one folder itself
 * has a folder that is not hidden. The last folder taken off is the directory's name.
 */
export function treeOf(list: Iterable<TreeEntry>, label: string): FileTree {
  let named = label;
  let entries = [...list]
    .map(plain)
    .filter(([path]) => path !== "" && path !== "/" && !isMacExtra(path));
  for (;;) {
    const folder = commonFolder(entries.map(([path]) => path));
    if (folder === undefined) break;
    const below = entries
      .map(([path, file]): TreeEntry => [path.slice(folder.length + 1), file])
      .filter(([path]) => path !== "");
    if (!below.some(([path]) => !path.startsWith(".") && path.includes("/"))) break;
    named = folder;
    entries = below;
  }
  return treeFrom(entries, named);
}

function treeFrom(entries: readonly TreeEntry[], label: string): FileTree {
  const files = new Map<string, SourceFile>();
  const folders: string[] = [];
  for (const [path, file] of entries) {
    if (file === "folder") folders.push(path.split("/", 1).join());
    else files.set(path, file);
  }
  return { label: label === "" ? "." : label, files, folders };
}

/** The files of an input or a drop; see `DirectorySource` for their paths. */
export function treeOfFiles(list: ArrayLike<File>): FileTree {
  const files = Array.from(list);
  const entries = files.map((file): TreeEntry => [
    file.webkitRelativePath || file.name,
    { kind: "blob", blob: file, changedMs: file.lastModified },
  ]);
  if (!files.every((file) => file.webkitRelativePath)) return treeOf(entries, "");
  // The browser names every file from the folder that was picked.
  const picked = commonFolder(entries.map(([path]) => path));
  if (picked === undefined) return treeOf(entries, "");
  return treeFrom(
    entries.map(([path, file]) => [path.slice(picked.length + 1), file]),
    picked,
  );
}
