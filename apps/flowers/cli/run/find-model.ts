/** Which file `--model` means: runs, models and `.keras` files are all taken. */
import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { modelKindNames } from "../../tutorial/model-kinds";
import { UserError } from "../user-error";
import { finishReplacing } from "./replace-folder";

export interface FoundModel {
  /** A `model.json` or a `.keras` file. */
  readonly file: string;
  /** True where training was stopped and this is the last state of it that was saved. */
  readonly isCheckpoint: boolean;
}

/** The later a model stands in the table, the better it is: the plain one serves where there is no other. */
const kinds = [...modelKindNames].reverse();

/**
 * Finds the model of a `.keras` file, a `model.json`, a model's folder or a run's folder. A finished model comes before
 * one whose training was stopped.
 *
 * @throws UserError that names the nearest right path where there is one
 */
export async function findModel(path: string): Promise<FoundModel> {
  const found = await statOf(path);
  if (!found) throw new UserError(`--model: "${path}" does not exist.`);
  if (found.isFile()) {
    const ending = extname(path).toLowerCase();
    if (ending === ".keras" || ending === ".json") return { file: path, isCheckpoint: false };
    throw new UserError(
      `--model: expected a run folder, a model folder, a model.json or a .keras file; received "${path}".`,
    );
  }
  const own = await inFolder(path);
  if (own) return own;
  const inside = (await Promise.all(kinds.map((kind) => inFolder(join(path, kind))))).filter(
    (model) => model !== null,
  );
  const best = inside.find(({ isCheckpoint }) => !isCheckpoint) ?? inside[0];
  if (best) return best;
  throw new UserError(`--model: "${path}" holds no model.`, { remedy: await nearest(path) });
}

/** What is at the path, also where a process was killed while it put another run there. */
async function statOf(path: string): Promise<Stats | undefined> {
  const look = (): Promise<Stats | undefined> => stat(path).catch(() => undefined);
  const found = await look();
  if (found) return found;
  await finishReplacing(dirname(path));
  return look();
}

/** The model that lies in this very folder. */
async function inFolder(folder: string): Promise<FoundModel | null> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes("model.json"))
    return { file: join(folder, "model.json"), isCheckpoint: false };
  const keras = names.filter((name) => extname(name).toLowerCase() === ".keras");
  const [only] = keras;
  if (keras.length === 1 && only) return { file: join(folder, only), isCheckpoint: false };
  if (keras.length > 1) {
    throw new UserError(
      `--model: "${folder}" holds several .keras files (${keras.sort().join(", ")}); name one of them.`,
    );
  }
  const checkpoint = join(folder, "checkpoint", "model.json");
  return (await stat(checkpoint).catch(() => undefined))?.isFile()
    ? { file: checkpoint, isCheckpoint: true }
    : null;
}

/** What to type instead, where a folder below holds a model; how to finish a run that has none yet; or what is expected. */
async function nearest(path: string): Promise<string> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const runs: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const folder = join(path, name);
    const model = await findModel(folder).catch(() => null);
    if (model) runs.push(folder);
  }
  const [first, ...others] = runs.sort();
  if (first && others.length === 0) return `Did you mean --model ${quoted(first)}?`;
  if (first) return `Name one of the runs in it: ${runs.map((run) => basename(run)).join(", ")}.`;
  if (entries.some(({ name }) => name === "run.json"))
    return `Its training was stopped before anything was saved; continue it with --resume --out ${quoted(path)}.`;
  return "Expected a run folder, a model folder with model.json, or a .keras file.";
}

/** A path as a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./:@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
