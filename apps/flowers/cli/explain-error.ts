/** Turns whatever a command threw into the sentence, the remedy and the exit code that the user gets. */
import { Interrupted, UserError } from "./user-error";

/** What every error class of the packages carries, from whichever copy it comes. */
interface FlowersError extends Error {
  readonly code: string;
  readonly remedy: string;
}

const marker = Symbol.for("flowers.error");

function isFlowersError(error: unknown): error is FlowersError {
  return error instanceof Error && marker in error;
}

/** Codes of the packages for work that failed; all others are for something that the user gave. */
const failures = new Set([
  "build-failed",
  "check-failed",
  "disk-full",
  "download",
  "file",
  "loss-not-finite",
  "no-network",
  "no-space",
  "render-failed",
]);

/** Another machine of the cluster was lost: to be started again, as supervisors are told by sysexits' EX_TEMPFAIL. */
const startAgain = 75;

/** Codes of Node's file system and network errors that a user can act on. */
const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on the device",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "no such file or folder",
  ENOTDIR: "a file of that name is in the way",
  EISDIR: "it is a folder",
  EMFILE: "too many files are open",
};

/** Why the file system refused, in words. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  return systemReasons[code] ?? (error instanceof Error ? error.message : String(error));
}

export interface Explanation {
  readonly message: string;
  readonly exitCode: number;
}

/** @param kept what an interrupted command says about what it leaves behind */
export function explainError(error: unknown, kept = ""): Explanation {
  if (error instanceof Interrupted)
    return { message: `flowers: Interrupted. ${kept}`.trimEnd(), exitCode: error.exitCode };
  if (error instanceof UserError)
    return { message: told(error.message, error.remedy), exitCode: error.exitCode };
  if (isFlowersError(error)) {
    return {
      message: told(error.message, error.remedy),
      exitCode: error.code === "worker-lost" ? startAgain : failures.has(error.code) ? 1 : 2,
    };
  }
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (code && systemReasons[code]) {
    return { message: `flowers: ${path ? `"${path}": ` : ""}${systemReasons[code]}.`, exitCode: 1 };
  }
  // A fault of ours, not of the user: the stack trace is what a report of it needs.
  return {
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    exitCode: 1,
  };
}

/** The sentence, and on a line of its own what to do. */
function told(message: string, remedy: string): string {
  return `flowers: ${message.trim()}${remedy && !message.includes(remedy) ? `\n${remedy}` : ""}`;
}
