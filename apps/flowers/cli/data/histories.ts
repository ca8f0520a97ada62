/** Training histories on disk: found in files and in run folders, checked, and told apart by name. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { type HistoryInput, PlotError, plotHistory } from "@flowers/plot";
import { modelKindNames } from "../../tutorial/model-kinds";
import { userPath } from "../paths";
import { UserError } from "../user-error";

export interface NamedHistory {
  /** The shortest end of its path that no other one has. */
  readonly name: string;
  readonly history: HistoryInput;
}

const historyFiles = ["history.json", "history.csv"] as const;

/** The models come in the order of their table, others after them. */
const modelOrder: readonly string[] = modelKindNames;

/**
 * Reads what `flowers plot` was given: JSON and CSV files, model folders and run folders.
 *
 * @throws UserError, with the file's name, for whatever is not a history of at least one epoch
 */
export async function openHistories(given: readonly string[]): Promise<NamedHistory[]> {
  const files = (await Promise.all(given.map((path) => findHistories(userPath(path))))).flat();
  const names = distinctNames(files);
  const read = await Promise.all(
    files.map(async (file, i): Promise<NamedHistory[]> => {
      const runs = await readHistory(file);
      const name = names[i] ?? file;
      return runs.map(({ name: inner, history }) => ({
        name: inner === undefined ? name : files.length === 1 ? inner : `${name}/${inner}`,
        history,
      }));
    }),
  );
  return read.flat();
}

/** The history files that a path stands for. */
async function findHistories(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UserError(`plot: "${path}" does not exist.`);
  if (!found.isDirectory()) return [path];
  const inFolder = async (folder: string): Promise<string[]> => {
    const names = await readdir(folder).catch((): string[] => []);
    const name = historyFiles.find((file) => names.includes(file));
    return name ? [join(folder, name)] : [];
  };
  const own = await inFolder(path);
  if (own.length > 0) return own;
  const folders = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const below = (await Promise.all(folders.map((name) => inFolder(join(path, name))))).flat();
  if (below.length === 0) {
    throw new UserError(
      `plot: "${path}" is not the folder of a run: it holds no history.json or history.csv, and neither does a folder in it.`,
    );
  }
  return below;
}

function place(model: string): number {
  const at = modelOrder.indexOf(model);
  return at < 0 ? modelOrder.length : at;
}

interface FoundRun {
  /** Where one file holds several. */
  readonly name?: string;
  readonly history: HistoryInput;
}

/**
 * Refuses what may never answer or never end: a named pipe that nobody writes to would hold the process even against signals.
 * Pipes of the shell, as in `flowers plot <(...)`, are open on the other side.
 */
async function refuseSpecial(path: string): Promise<void> {
  if (/^\/(dev|proc\/self)\/(stdin$|fd\/)/.test(path)) return;
  const found = await stat(path).catch(() => undefined);
  if (!found || found.isFile() || found.isDirectory()) return;
  const what = found.isFIFO() ? "a pipe" : found.isSocket() ? "a socket" : "a device";
  throw new UserError(`plot: "${path}" is ${what}, not a file.`);
}

async function readHistory(path: string): Promise<FoundRun[]> {
  await refuseSpecial(path);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UserError(`plot: cannot read "${path}".`, { cause: error });
  });
  const refuse = (reason: string, cause?: unknown): UserError =>
    new UserError(`plot: "${path}" is not a training history: ${reason}`, { cause });
  if (text.trim() === "") throw refuse("the file is empty.");
  const runs =
    extname(path).toLowerCase() === ".csv" ? [{ history: text }] : parseRuns(text, refuse);
  for (const { history } of runs) {
    try {
      plotHistory(history);
    } catch (error) {
      if (PlotError.is(error)) throw refuse(error.message, error);
      throw error;
    }
    if (epochsOf(history) === 0)
      throw new UserError(`plot: "${path}" holds no epoch yet, so there is nothing to draw.`);
  }
  return runs;
}

function parseRuns(
  text: string,
  refuse: (reason: string, cause?: unknown) => UserError,
): FoundRun[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse("it is not valid JSON.", error);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refuse('expected an object such as { "loss": [1.6, 1.2] }.');
  const entries = Object.entries(value as Record<string, unknown>);
  const isRun = (given: unknown): boolean =>
    typeof given === "object" && given !== null && !Array.isArray(given);
  if (!("history" in value) && entries.length > 0 && entries.every(([, inner]) => isRun(inner)))
    return entries.map(([name, history]) => ({ name, history: history as HistoryInput }));
  return [{ history: value as HistoryInput }];
}

function epochsOf(history: HistoryInput): number {
  if (typeof history === "string")
    return history.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "").length - 1;
  const inner = "history" in history ? history["history"] : history;
  const lists = Object.values(inner as Readonly<Record<string, unknown>>).filter(Array.isArray);
  return Math.max(0, ...lists.map(({ length }) => length));
}

/**
 * A name for each file: as much of the end of its path as tells it from the others; the same file twice is numbered.
 *
 * @example
 * ```ts
 * distinctNames(["/a/baseline/history.json", "/b/baseline/history.json"]); // ["a/baseline", "b/baseline"]
 * ```
 */
export function distinctNames(files: readonly string[]): string[] {
  const paths = files.map((file) => {
    const path = resolve(file);
    const isPlain = historyFiles.some((name) => name === basename(path));
    const full = isPlain ? dirname(path) : path.slice(0, path.length - extname(path).length);
    return full.split(sep).filter(Boolean);
  });
  const end = (path: readonly string[], count: number): string => path.slice(-count).join("/");
  const counts = paths.map(() => 1);
  for (let changed = true; changed;) {
    changed = false;
    const names = paths.map((path, i) => end(path, counts[i] ?? 1));
    names.forEach((name, i) => {
      const path = paths[i] ?? [];
      const isShared = names.some(
        (other, j) =>
          j !== i && other === name && end(paths[j] ?? [], Infinity) !== end(path, Infinity),
      );
      const count = counts[i] ?? 1;
      if (isShared && count < path.length) {
        counts[i] = count + 1;
        changed = true;
      }
    });
  }
  const seen = new Map<string, number>();
  return paths.map((path, i) => {
    const name = end(path, counts[i] ?? 1);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
