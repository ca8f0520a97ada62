/** Lets one process at a time install; others wait for it. */
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const pollMs = 500;
/** A lock whose owner left no readable process number is taken over after this long. */
const staleMs = 60_000;

/** Runs `work` while holding the lock in `folder`, waiting as long as another living process holds it. */
export async function withLock<T>(
  folder: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, "install.lock");
  while (!(await take(lock))) {
    if (await isStale(lock)) await rm(lock, { force: true });
    else await wait(pollMs, undefined, signal === undefined ? {} : { signal });
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isStale(lock: string): Promise<boolean> {
  try {
    const owner = Number(await readFile(lock, "utf8"));
    if (!Number.isInteger(owner) || owner <= 0) {
      return Date.now() - (await stat(lock)).mtimeMs > staleMs;
    }
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
