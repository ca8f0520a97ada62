/** The address of a download and its name in the cache folder. */
import { DatasetError } from "../errors";

/** `name`, or the last part of the address's path. @throws DatasetError `invalid-argument` unless it is a plain name */
export function fileNameFor(origin: URL, name?: string): string {
  const found = name ?? origin.pathname.split("/").at(-1) ?? "";
  if (found === "" || found === "." || found === ".." || /[/\\\0]/.test(found)) {
    throw new DatasetError(
      "invalid-argument",
      `getFile: \`name\` must be a plain file name; received ${JSON.stringify(found)}.`,
    );
  }
  return found;
}

/** The address. @throws DatasetError `invalid-argument` unless it is one */
export function urlOf(origin: string, base?: string): URL {
  try {
    return new URL(origin, base);
  } catch (cause) {
    throw new DatasetError(
      "invalid-argument",
      `getFile: \`origin\` must be the URL of a file; received ${JSON.stringify(origin)}.`,
      { cause },
    );
  }
}
