/** Files that the user gets: written whole or not at all, and a sentence when that fails. */
import { files } from "@flowers/files";
import { systemReason } from "../explain-error";
import { UserError } from "../user-error";

/**
 * Writes a file whole or not at all, and makes the folders on the way.
 *
 * @throws UserError when the file system refuses
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    await files.writeAtomic(path, bytes);
  } catch (error) {
    const reason = systemReason(error instanceof Error ? (error.cause ?? error) : error);
    throw new UserError(`Cannot write "${path}": ${reason}.`, { exitCode: 1, cause: error });
  }
}
