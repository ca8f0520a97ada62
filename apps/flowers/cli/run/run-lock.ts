/**
 * One process at a time works in a run's folder. Each puts a file there that is named after it, looks whether another one
 * has done so, and withdraws if so: two that come at once may both withdraw, but never both stay. The file of a process
 * that was killed is removed.
 */
import { rmSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makerOf, thisProcess } from "../processes";
import { UserError } from "../user-error";

const start = ".in-use.";
const ownName = `${start}${thisProcess}.lock`;

/** How often a process tries that meets another one. */
const attempts = 5;

/** The locks of this process. */
const held = new Set<string>();

function release(): void {
  for (const lock of held) rmSync(lock, { force: true });
}

/**
 * Keeps other processes out of the folder until this one ends.
 *
 * @throws UserError when another process works there; what the system throws when the folder cannot be written
 */
export async function lockRun(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await leaveLock(folder);
    const other = await otherIn(folder);
    if (other === null) break;
    await rm(join(folder, ownName), { force: true });
    if (attempt === attempts) throw inUse(folder, other);
    await sleep(10 + 60 * Math.random()); // so that two that came at once do not come back at once
  }
  if (held.size === 0) process.once("exit", release);
  held.add(join(folder, ownName));
}

/** Puts this process's lock into a folder that no other process knows of yet. */
export async function leaveLock(folder: string): Promise<void> {
  await writeFile(join(folder, ownName), "");
}

/** The lock of another process that runs, or may run. */
async function otherIn(folder: string): Promise<string | null> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start) || name === ownName) continue;
    if (makerOf(name)?.runs !== false) return name;
    await rm(join(folder, name), { force: true });
  }
  return null;
}

function inUse(folder: string, lock: string): UserError {
  const maker = makerOf(lock);
  const who = maker
    ? `process ${maker.pid}${maker.isHere ? "" : " on another machine"}`
    : "unknown";
  return new UserError(`"${folder}" is in use by another flowers command (${who}).`, {
    remedy: `Wait until it ends, stop it, or name another folder. If there is no such process, remove "${join(folder, lock)}".`,
  });
}
