/**
 * The folder that a run leaves behind. It is of one run from its first file to its last: a folder with anything in it is
 * refused, unless the run in it is continued or replaced. Each file is written whole or not at all.
 */
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { modelKindNames } from "../../tutorial/model-kinds";
import { writeWhole } from "../data/write-whole";
import { systemReason } from "../explain-error";
import { UserError } from "../user-error";
import {
  cardName,
  checkPictures,
  type PicturesMark,
  readRunCard,
  type RunCard,
  type RunSettings,
} from "./run-card";
import { finishReplacing, replaceFolder } from "./replace-folder";
import { leaveLock, lockRun } from "./run-lock";

/** What is done with a folder that is not empty. */
export type RunFolderMode = "new" | "resume" | "overwrite" | "absent";

export class RunFolder {
  /** Files written so far, relative to the folder, in order. */
  readonly files: string[] = [];
  #hasBegun = false;

  private constructor(
    readonly path: string,
    readonly mode: RunFolderMode,
  ) {}

  /**
   * Makes the folder, proves that it can be written, and keeps other processes out of it, before any work is done.
   *
   * @throws UserError when it cannot be made or written, is in use, or holds something else
   */
  static async open(path: string, mode: RunFolderMode = "new"): Promise<RunFolder> {
    const folder = resolve(path);
    try {
      await finishReplacing(dirname(folder));
      await mkdir(folder, { recursive: true });
      await lockRun(folder);
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`--out: cannot write to "${folder}": ${systemReason(error)}.`, {
        cause: error,
      });
    }
    if (mode !== "resume" && (await holdsAnything(folder))) {
      const hasRun = await holdsRun(folder);
      if (mode === "new") {
        throw new UserError(`--out: "${folder}" is not empty${hasRun ? ": it holds a run" : ""}.`, {
          remedy: hasRun
            ? "Name another folder, continue the run with --resume, or replace it with --overwrite."
            : "Name another folder.",
        });
      }
      if (!hasRun) {
        throw new UserError(
          `--overwrite: "${folder}" is not empty and does not hold a run; nothing was removed.`,
          { remedy: "Name another folder." },
        );
      }
    }
    return new RunFolder(folder, mode);
  }

  /** What a worker beside the chief has: no folder, and nothing is written. */
  static absent(): RunFolder {
    return new RunFolder("", "absent");
  }

  /** Whether the run has files of its own here. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /**
   * Begins the run, or continues it. From here on the folder is this run's.
   *
   * @throws UserError when the run that is to be continued was begun with other pictures
   */
  async begin(settings: RunSettings, pictures: PicturesMark): Promise<void> {
    if (this.mode === "resume") {
      const card = await readRunCard(this.path);
      if (card) checkPictures(card.pictures, pictures);
      await removeDrafts(this.path);
    } else {
      const card: RunCard = { format: 1, status: "unfinished", settings, pictures };
      if (await holdsAnything(this.path)) await this.#replacePreviousRun(asText(card));
      else await this.writeJson(cardName, card);
    }
    this.#hasBegun = true;
  }

  /** Marks the run as finished, with what it came to. */
  async finish(settings: RunSettings, pictures: PicturesMark, result: object): Promise<void> {
    const card: RunCard = { format: 1, status: "finished", settings, pictures };
    await this.writeJson(cardName, { ...card, ...result });
  }

  /** The absolute path of a file or folder of the run. */
  at(name: string): string {
    return join(this.path, name);
  }

  /** Writes one file whole or not at all. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeWhole(this.at(name), content);
    this.note(name);
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await this.write(name, asText(value));
  }

  /** Adds a file that somebody else wrote. */
  note(name: string): void {
    if (!this.files.includes(name)) this.files.push(name);
  }

  async remove(name: string): Promise<void> {
    await rm(this.at(name), { recursive: true, force: true });
  }

  /** The previous run gives way as a whole to a new one that has its card already. */
  async #replacePreviousRun(card: string): Promise<void> {
    try {
      await replaceFolder(this.path, async (next) => {
        await leaveLock(next);
        await writeWhole(join(next, cardName), card);
      });
    } catch (error) {
      throw new UserError(`--overwrite: cannot replace "${this.path}": ${systemReason(error)}.`, {
        exitCode: 1,
        cause: error,
      });
    }
    this.note(cardName);
  }
}

function asText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function holdsAnything(folder: string): Promise<boolean> {
  return (await readdir(folder)).some((name) => !name.startsWith("."));
}

/** Whether the folder is that of a run, of this version or of one before. */
async function holdsRun(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  if (names.includes(cardName)) return true;
  const inside = await Promise.all(
    modelKindNames.map((kind) => readdir(join(folder, kind)).catch((): string[] => [])),
  );
  return inside.some((files) => files.includes("classes.json"));
}

/** What a process that was killed had only begun to write. */
async function removeDrafts(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (/\.(part|unfinished)$/.test(entry.name)) await rm(path, { recursive: true, force: true });
    else if (entry.isDirectory()) await removeDrafts(path);
  }
}
