/** Running out of room, wherever files are written. */
import { diskFull as noRoom } from "@flowers/files";
import { DatasetError } from "../errors";

/** The error for `cause` when that says that there was no room; otherwise undefined. `message` is a sentence without its end. */
export function diskFull(message: string, cause: unknown): DatasetError | undefined {
  const reason = noRoom(cause);
  if (reason === undefined) return undefined;
  return new DatasetError("disk-full", `${message}: ${reason}.`, { cause });
}
