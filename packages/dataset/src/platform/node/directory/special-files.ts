/** What lies in folders beside files and folders. Opening one may wait for ever, or never come to an end. */
import type { Dirent, Stats } from "node:fs";

/** "a pipe", "a socket" or "a device"; undefined for files, folders and links. */
export function specialKind(entry: Dirent | Stats): string | undefined {
  if (entry.isFIFO()) return "a pipe";
  if (entry.isSocket()) return "a socket";
  return entry.isBlockDevice() || entry.isCharacterDevice() ? "a device" : undefined;
}
