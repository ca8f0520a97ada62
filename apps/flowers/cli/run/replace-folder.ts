/**
 * A new run in place of another. Two renames do it, and a process may be killed between them; the names of the folders
 * say what was under way, and whoever comes next finishes it or takes it back.
 */
import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { makerOf, thisProcess } from "../processes";
import { cardName } from "./run-card";

/** `<folder>.replaced.<process>.run` is the run that was there; `<folder>.next.<process>.run` the one that is to be. */
const underWay = /^(.+)\.(replaced|next)\.[A-Za-z0-9-]+\.\d+\.\d+\.run$/;

/**
 * Puts a new folder in the place of `path`, and removes what was there.
 *
 * @param fill writes what the new one must have from its first moment
 * @throws what the system throws; `path` is then as it was
 */
export async function replaceFolder(
  path: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const next = `${path}.next.${thisProcess}.run`;
  const replaced = `${path}.replaced.${thisProcess}.run`;
  try {
    await mkdir(next);
    await fill(next);
    await rename(path, replaced);
    try {
      await rename(next, path);
    } catch (error) {
      await rename(replaced, path);
      throw error;
    }
  } catch (error) {
    await rm(next, { recursive: true, force: true });
    throw error;
  }
  await rm(replaced, { recursive: true, force: true });
}

/**
 * Finishes what killed processes had begun to replace in this folder: where the new run has its place, the previous one
 * is removed; where it has not, the previous one comes back.
 */
export async function finishReplacing(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const [, folder = "", role] = underWay.exec(name) ?? [];
    if (role === undefined || makerOf(name)?.runs !== false) continue;
    const path = join(parent, folder);
    const isBack =
      role === "replaced" && !(await holdsCard(path)) && (await moved(join(parent, name), path));
    if (!isBack && (role === "next" || (await holdsCard(path))))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function holdsCard(folder: string): Promise<boolean> {
  return access(join(folder, cardName)).then(
    () => true,
    () => false,
  );
}

/** Renames, unless something is in the way. */
async function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}
