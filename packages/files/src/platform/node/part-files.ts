/** The temporary file that a write goes through, `<file>.<host>.<pid>.<thread>.<n>.part`, and what a killed process left of it. */
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { threadId } from "node:worker_threads";

let written = 0;

/** Temporary files that this thread is writing. */
export const writing = new Set<string>();

const host = hostname().replace(/[^A-Za-z0-9-]/g, "-");

/** A name beside `path` that no other write has. */
export function temporaryName(path: string): string {
  const writer = `${host}.${process.pid}.${threadId}.${written++}`;
  return resolve(dirname(path), `${basename(path)}.${writer}.part`);
}

/**
 * Removes what killed processes of this machine left of writes to `path`. Files of processes that run stay, and so do
 * those of other machines, whose processes cannot be asked for.
 */
export async function removeStaleParts(path: string): Promise<void> {
  const folder = resolve(dirname(path));
  const start = `${basename(path)}.${host}.`;
  const names = await readdir(folder).catch(() => []); // There may be no folder.
  for (const name of names) {
    if (!name.startsWith(start)) continue;
    const [, pid, thread] = /^(\d+)\.(\d+)\.\d+\.part$/.exec(name.slice(start.length)) ?? [];
    const file = join(folder, name);
    if (pid === undefined || writing.has(file) || runs(Number(pid), Number(thread))) continue;
    await rm(file, { force: true });
  }
}

/** Whether another thread or process that runs has the numbers. */
function runs(pid: number, thread: number): boolean {
  // Ours, but not in `writing`: left by a process that had our number, as every one has in a container.
  if (pid === process.pid) return thread !== threadId;
  try {
    process.kill(pid, 0); // Signal 0 only asks.
    return true;
  } catch (cause) {
    return (cause as { readonly code?: unknown }).code === "EPERM"; // Runs, as another user.
  }
}
