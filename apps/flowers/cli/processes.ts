/** Names that tell which process made a file, so that what a killed one left behind is known as such. */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

const host = hostname().replace(/[^A-Za-z0-9-]/g, "-");

/** This process, as part of a file's name: `<host>.<process id>.<start>`. */
export const thisProcess = `${host}.${process.pid}.${startOf(process.pid) ?? "0"}`;

/** What a name with a {@link thisProcess} in it says. */
export interface Maker {
  /** The process id; the host is another one where {@link isHere} is false. */
  readonly pid: number;
  readonly isHere: boolean;
  /** False only where it is certain. */
  readonly runs: boolean;
}

/** The process that a file's name ends with, apart from what follows its last dot; null when it names none. */
export function makerOf(name: string): Maker | null {
  const [, madeOn, pid, start] = /\.([A-Za-z0-9-]+)\.(\d+)\.(\d+)\.[^.]*$/.exec(name) ?? [];
  if (madeOn === undefined || start === undefined) return null;
  const isHere = madeOn === host;
  return { pid: Number(pid), isHere, runs: !isHere || stillRuns(Number(pid), start) };
}

/** Whether it is still the process that began at `start`, and not another one that was given its number since. */
function stillRuns(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0); // Signal 0 only asks.
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false; // EPERM: it is another user's
  }
  const now = startOf(pid);
  return now === undefined || start === "0" || now === start;
}

/** When a process began, in ticks since the system did; undefined where the system does not say (only Linux does). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name, which may hold spaces and brackets; this is the twenty-second.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
