/** Running out of room, wherever files are written. */
import { DatasetError } from "../errors";

/** How systems and browsers call it: no space, quota used up, a limit on the size of files. */
const NAMES: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG", "QuotaExceededError"]);

/** The error for `cause` when that says that there was no room; otherwise undefined. `message` is a sentence without its end. */
export function diskFull(message: string, cause: unknown): DatasetError | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { code } = cause as { readonly code?: unknown };
  const name = [code, cause.name].find((one): one is string => NAMES.has(one));
  if (name === undefined) return undefined;
  return new DatasetError("disk-full", `${message}: no room is left on the disk (${name}).`, {
    cause,
  });
}
