/** Finds classes and files, in Keras's order. */
import type { ImageDirectory } from "#platform";
import { DatasetError } from "../errors";
import { invalid, type ResolvedOptions } from "./options";

/** Extensions that Keras looks for, as its messages list them. */
export const ALLOWED_FORMATS = [".bmp", ".gif", ".jpeg", ".jpg", ".png"] as const;
const EXTRA_FORMATS = [".webp", ".avif", ".tif", ".tiff"] as const;

/** Every image of a directory. */
export interface DirectoryIndex {
  readonly paths: string[];
  /** One for each path; null without labels. */
  readonly labels: Int32Array | null;
  readonly classNames: readonly string[] | null;
}

/** Sorts by code point, as Python does; JavaScript's own order differs where surrogates meet U+E000 to U+FFFF. */
export function sortByCodePoint(names: string[]): string[] {
  if (!names.some((name) => /[\ud800-\udfff]/.test(name))) return names.sort();
  const keyed = names.map((name) => ({ name, key: Array.from(name, (c) => c.codePointAt(0)!) }));
  keyed.sort(({ key: a }, { key: b }) => {
    const shared = Math.min(a.length, b.length);
    for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
    return a.length - b.length;
  });
  return keyed.map(({ name }) => name);
}

/** Paths relative to one folder in Keras's order: by folder path as a whole string, then by name. */
export function sortFiles(files: Iterable<string>): string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of files) {
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 ? "" : path.slice(0, slash);
    const names = byFolder.get(parent);
    if (names) names.push(path.slice(slash + 1));
    else byFolder.set(parent, [path.slice(slash + 1)]);
  }
  const sorted: string[] = [];
  for (const parent of sortByCodePoint([...byFolder.keys()])) {
    for (const name of sortByCodePoint(byFolder.get(parent)!)) {
      sorted.push(parent === "" ? name : `${parent}/${name}`);
    }
  }
  return sorted;
}

/** Images of one class, in Keras's order. */
async function filesOf(
  directory: ImageDirectory,
  folder: string,
  { followLinks, extraFormats }: ResolvedOptions,
): Promise<string[]> {
  const extensions: readonly string[] = extraFormats
    ? [...ALLOWED_FORMATS, ...EXTRA_FORMATS]
    : ALLOWED_FORMATS;
  const files = (await directory.walk(folder, followLinks)).filter((path) => {
    const lower = path.toLowerCase();
    return extensions.some((extension) => lower.endsWith(extension));
  });
  return sortFiles(files).map((path) => directory.join(folder, path));
}

/** Lists the images of `directory` with their labels, and prints how many there are. */
export async function indexDirectory(
  directory: ImageDirectory,
  options: ResolvedOptions,
  print: (line: string) => void,
): Promise<DirectoryIndex> {
  const { labels, classNames, verbose } = options;
  let classes = [""];
  if (labels === "inferred") {
    const found = sortByCodePoint(
      (await directory.folders()).filter((name) => !name.startsWith(".")),
    );
    if (classNames && !classNames.every((name) => found.includes(name))) {
      throw invalid(
        `The \`classNames\` passed did not match the names of the subdirectories of the target directory. Expected: ${JSON.stringify(found)} (or a subset of it), but received: classNames=${JSON.stringify(classNames)}`,
      );
    }
    classes = classNames ? [...classNames] : found;
  } else if (labels === null && classNames !== null) {
    throw invalid("When `labels: null` (no labels), argument `classNames` cannot be specified.");
  }
  const lists = await Promise.all(classes.map((name) => filesOf(directory, name, options)));
  const paths = lists.flat();
  if (labels === null) {
    if (verbose) print(`Found ${paths.length} files.`);
    return { paths, labels: null, classNames: null };
  }
  if (labels !== "inferred") {
    if (labels.length !== paths.length) {
      throw invalid(
        `Expected the lengths of \`labels\` to match the number of files in the target directory. labels.length is ${labels.length} while we found ${paths.length} files in directory ${directory.label}.`,
      );
    }
    classes = [...new Set(labels)].sort((a, b) => a - b).map(String);
  }
  if (verbose) print(`Found ${paths.length} files belonging to ${classes.length} classes.`);
  const values =
    labels === "inferred"
      ? Int32Array.from(lists.flatMap((list, label) => list.map(() => label)))
      : Int32Array.from(labels);
  return { paths, labels: values, classNames: classes };
}

/** Keras's error for a part without images. */
export function noImages(directory: ImageDirectory, what: string): DatasetError {
  const formats = ALLOWED_FORMATS.map((format) => `'${format}'`).join(", ");
  return new DatasetError(
    "no-images",
    `imageDatasetFromDirectory: No ${what}images found in directory ${directory.label}. Allowed formats: (${formats})`,
  );
}
