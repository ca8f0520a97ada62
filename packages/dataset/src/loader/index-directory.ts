/** Finds classes and files, in Keras's order. */
import type { ImageDirectory } from "#platform";
import { DatasetError } from "../errors";
import { isAppleDouble, macFolder, maybeAppleDouble } from "./apple-double";
import { invalid, type ResolvedOptions } from "./resolve-options";

/** Extensions that Keras looks for, as its messages list them. */
export const allowedFormats = [".bmp", ".gif", ".jpeg", ".jpg", ".png"] as const;
const extraExtensions = [".webp", ".avif", ".tif", ".tiff"] as const;

/** Every image of a directory. */
export interface DirectoryIndex {
  readonly paths: string[];
  /** One for each path; null without labels. */
  readonly labels: Int32Array | null;
  readonly classNames: readonly string[] | null;
  /** The label of each class. */
  readonly classLabels: readonly number[];
}

/** Sorts by code point, as Python does; JavaScript's own order differs where surrogates meet U+E000 to U+FFFF. */
export function sortByCodePoint(names: string[]): string[] {
  if (!names.some((name) => /[\ud800-\udfff]/.test(name))) return names.sort();
  const keyed = names.map((name) => ({
    name,
    key: Array.from(name, (c) => c.codePointAt(0) as number),
  }));
  keyed.sort(({ key: a }, { key: b }) => {
    const shared = Math.min(a.length, b.length);
    for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
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
    for (const name of sortByCodePoint(byFolder.get(parent) ?? [])) {
      sorted.push(parent === "" ? name : `${parent}/${name}`);
    }
  }
  return sorted;
}

/** A file that is not a photo although it is named like one. */
export type OnLeftOut = (path: string, reason: string) => void;

/** Images of one class, in Keras's order. */
async function filesOf(
  directory: ImageDirectory,
  folder: string,
  { followLinks, extraFormats }: ResolvedOptions,
  onLeftOut: OnLeftOut,
): Promise<string[]> {
  const extensions: readonly string[] = extraFormats
    ? [...allowedFormats, ...extraExtensions]
    : allowedFormats;
  const isImage = (path: string): boolean => {
    const lower = path.toLowerCase();
    return extensions.some((extension) => lower.endsWith(extension));
  };
  const found = await directory.walk(folder, followLinks, (path, kind) => {
    if (isImage(path)) onLeftOut(directory.join(folder, path), `it is ${kind}, not a file`);
  });
  const files: string[] = [];
  for (const path of sortFiles(found.filter(isImage))) {
    const joined = directory.join(folder, path);
    if (maybeAppleDouble(path) && isAppleDouble(await bytesOf(directory, joined))) {
      onLeftOut(joined, "it is what macOS keeps beside a photo (AppleDouble), not a photo");
    } else files.push(joined);
  }
  return files;
}

/** None where the file cannot be read: decoding will say so. */
const bytesOf = (directory: ImageDirectory, path: string): Promise<Uint8Array> =>
  directory.read(path).catch(() => new Uint8Array(0));

/** Lists the images of `directory` with their labels, and prints how many there are. */
export async function indexDirectory(
  directory: ImageDirectory,
  options: ResolvedOptions,
  print: (line: string) => void,
  onLeftOut: OnLeftOut,
): Promise<DirectoryIndex> {
  const { labels, classNames, verbose } = options;
  let classes = [""];
  if (labels === "inferred") {
    const found = sortByCodePoint(
      (await directory.folders()).filter((name) => !name.startsWith(".") && name !== macFolder),
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
  const lists = await Promise.all(
    classes.map((name) => filesOf(directory, name, options, onLeftOut)),
  );
  const paths = lists.flat();
  if (labels === null) {
    if (verbose) print(`Found ${paths.length} files.`);
    return { paths, labels: null, classNames: null, classLabels: [] };
  }
  let classLabels = classes.map((_, label) => label);
  if (labels !== "inferred") {
    if (labels.length !== paths.length) {
      throw invalid(
        `Expected the lengths of \`labels\` to match the number of files in the target directory. labels.length is ${labels.length} while we found ${paths.length} files in directory ${directory.label}.`,
      );
    }
    classLabels = [...new Set(labels)].sort((a, b) => a - b);
    classes = classLabels.map(String);
  }
  if (verbose) print(`Found ${paths.length} files belonging to ${classes.length} classes.`);
  const values =
    labels === "inferred"
      ? Int32Array.from(lists.flatMap((list, label) => list.map(() => label)))
      : Int32Array.from(labels);
  return { paths, labels: values, classNames: classes, classLabels };
}

/** Keras's error for a folder without images. @param part "training ", "validation " or nothing, as Keras has it */
export function noImages(directory: ImageDirectory, part: string): DatasetError {
  const formats = allowedFormats.map((format) => `'${format}'`).join(", ");
  return new DatasetError(
    "no-images",
    `imageDatasetFromDirectory: No ${part}images found in directory ${directory.label}. Allowed formats: (${formats})`,
  );
}

/** The error for a part of a split that has no images, although the folder has some. */
export function emptyPart(
  directory: ImageDirectory,
  part: string,
  images: number,
  { validationSplit, split }: ResolvedOptions,
): DatasetError {
  const rule =
    split === "hash"
      ? `with \`split: "hash"\`, \`validationSplit\` ${validationSplit} puts none of its ${images} images there`
      : `\`validationSplit\` ${validationSplit} of its ${images} images rounds down to ${Math.trunc((validationSplit ?? 0) * images)} for validation`;
  return new DatasetError(
    "no-images",
    `imageDatasetFromDirectory: the ${part} part of directory ${directory.label} is empty: ${rule}.`,
    { remedy: "Use more images, or another `validationSplit`." },
  );
}
