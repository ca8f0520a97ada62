/** The folder that a run leaves behind: pictures, histories, models and the report, each written whole or not at all. */
import { access, constants, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../user-error";

export class RunFolder {
  /** Files written so far, relative to the folder, in order. */
  readonly files: string[] = [];

  private constructor(readonly path: string) {}

  /**
   * Makes the folder and proves that it can be written, before any work is done.
   *
   * @throws UserError when it cannot be made or written
   */
  static async open(path: string): Promise<RunFolder> {
    const folder = resolve(path);
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      const probe = join(folder, `.write-probe-${process.pid}`);
      await writeFile(probe, "flowers");
      await rm(probe);
    } catch (error) {
      throw new UserError(`--out: cannot write to "${folder}": ${reason(error)}.`, 2, {
        cause: error,
      });
    }
    return new RunFolder(folder);
  }

  /** The absolute path of a file or folder of the run. */
  at(name: string): string {
    return join(this.path, name);
  }

  /** Writes one file atomically. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const target = this.at(name);
    const draft = `${target}.${process.pid}.part`;
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(draft, content);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw new UserError(`cannot write "${target}": ${reason(error)}.`, 1, { cause: error });
    }
    if (!this.files.includes(name)) this.files.push(name);
    return target;
  }

  async writeJson(name: string, value: unknown): Promise<string> {
    return this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code ?? "") {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EROFS":
      return "the file system is read-only";
    case "ENOSPC":
      return "no space left on the device";
    case "ENOTDIR":
    case "EEXIST":
      return "a file of that name is in the way";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
