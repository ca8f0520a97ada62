/** Several files that belong together. */
import { writeFilesOf } from "#platform";
import { isBytes, refuse, requireRecord, requireText } from "./arguments";

/**
 * Writes files into a folder, each one whole, in the order given: put last what names the others.
 *
 * In Node a folder that does not exist yet appears with all of them in it, or not at all. In a folder that exists, and
 * in the page, the files are replaced one after the other once all are known to fit on the disk (Node).
 *
 * @param contents what each file holds, in pieces
 * @throws FilesError `file` when the system refuses, `disk-full` when there is no room, `invalid-argument` when the path
 *   is a file, or the contents are no lists of bytes by name
 */
export async function writeFolder(
  folder: string,
  contents: Readonly<Record<string, readonly Uint8Array[]>>,
): Promise<void> {
  requireText("writeFolder", "folder", folder);
  requireRecord("writeFolder", "contents", contents);
  for (const [name, pieces] of Object.entries(contents)) {
    if (!(Array.isArray(pieces) && pieces.every(isBytes)))
      refuse("writeFolder", `contents["${name}"]`, "a list of Uint8Arrays", pieces);
  }
  return writeFilesOf(folder, contents);
}
