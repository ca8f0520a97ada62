/** Turns whatever a command threw into the one line and the exit code that the user gets. */
import { BackendError } from "@flowers/backend";
import { DatasetError } from "@flowers/dataset";
import { Interrupted, UserError } from "./user-error";

/** Codes of Node's file system and network errors that a user can act on. */
const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on the device",
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "no such file or folder",
};

export function explainError(error: unknown): { message: string; exitCode: number } {
  if (error instanceof Interrupted) return { message: error.message, exitCode: 130 };
  if (error instanceof UserError)
    return { message: `flowers: ${error.message}`, exitCode: error.exitCode };
  if (DatasetError.is(error) || BackendError.is(error))
    return { message: `flowers: ${error.message}`, exitCode: 2 };
  const { code, path } = error as NodeJS.ErrnoException;
  if (code && systemReasons[code]) {
    return { message: `flowers: ${path ? `"${path}": ` : ""}${systemReasons[code]}.`, exitCode: 1 };
  }
  // A fault of ours, not of the user: the stack trace is what a report of it needs.
  return {
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    exitCode: 1,
  };
}
