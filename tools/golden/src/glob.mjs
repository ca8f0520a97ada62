/** `*` stands for any characters of one path segment, `**` for any number of segments. */

/**
 * Whether `path` is what `glob` means.
 *
 * @param {string} path
 * @param {string} glob
 */
export function matchesGlob(path, glob) {
  const source = glob
    .split(/(\*\*|\*)/u)
    .map((part) => {
      if (part === "**") return ".*";
      return part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/gu, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`, "u").test(path);
}
