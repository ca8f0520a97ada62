/** What the errors of a file system mean. */
import { diskFull } from "./disk-full";
import { FilesError } from "./errors";

/** The error for what the system refused; `message` is a sentence without its end. One of ours stays as it is. */
export function refusal(message: string, cause: unknown): FilesError {
  if (FilesError.is(cause)) return cause;
  const full = diskFull(cause);
  if (full !== undefined) return new FilesError("disk-full", `${message}: ${full}.`, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FilesError("file", `${message}: ${reason}`, { cause });
}
