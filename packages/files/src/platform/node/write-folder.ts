/** Several files of one folder, on disk. */
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { FilesError } from "../../errors";
import { refusal } from "../../refusal";
import { writeDurably } from "./disk-files";

/** They are written into a folder beside, which takes the folder's name, or hands them over when there is one. */
export async function writeFilesOf(
  folder: string,
  contents: Readonly<Record<string, readonly Uint8Array[]>>,
): Promise<void> {
  const existing = await stat(folder).catch(() => undefined);
  if (existing !== undefined && !existing.isDirectory()) {
    throw new FilesError(
      "invalid-argument",
      `the path must be a folder or not exist yet; "${folder}" is a file.`,
    );
  }
  const unfinished = `${folder.replace(/[\\/]+$/, "")}.${randomUUID()}.unfinished`;
  try {
    await mkdir(unfinished, { recursive: true });
    for (const [name, pieces] of Object.entries(contents))
      await writeDurably(join(unfinished, name), pieces);
    if (existing === undefined) {
      await rename(unfinished, folder);
      return;
    }
    for (const name of Object.keys(contents))
      await rename(join(unfinished, name), join(folder, name));
  } catch (cause) {
    throw refusal(`cannot write to "${folder}"`, cause);
  } finally {
    // Throws where the path runs through a file; mkdir has said so already.
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
  }
}
