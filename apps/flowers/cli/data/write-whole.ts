/** Files that are written whole or not at all. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { systemReason } from "../explain-error";
import { UserError } from "../user-error";

/**
 * Writes a file through a draft beside it, and makes the folders on the way.
 *
 * @throws UserError when the file system refuses
 */
export async function writeWhole(target: string, content: string | Uint8Array): Promise<void> {
  const draft = `${target}.${process.pid}.part`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new UserError(`Cannot write "${target}": ${systemReason(error)}.`, {
      exitCode: 1,
      cause: error,
    });
  }
}
