/** Which run `--resume` continues, and whether it is the one that the command line describes. */
import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { userFolder } from "../paths";
import { UserError } from "../user-error";
import { finishReplacing } from "./replace-folder";
import { cardName, readRunCard, type RunCard, type RunSettings } from "./run-card";

export interface ResumedRun {
  readonly folder: string;
  readonly card: RunCard;
}

/** Options as the user types them, by the settings that they decide. */
const optionNames: Readonly<Record<Exclude<keyof RunSettings, "command">, string>> = {
  data: "--data",
  models: "--model",
  validation: "--validation",
  split: "--split",
  classWeights: "--class-weights",
  pretrainedSize: "--image-size",
  epochs: "--epochs",
  imageSize: "--image-size",
  batchSize: "--batch-size",
  seed: "--seed",
  passes: "--passes",
  fineTune: "--fine-tune",
  backend: "--backend",
  image: "--image",
};

/**
 * The run to continue.
 *
 * @param folder what `--out` named; undefined for the latest unfinished run of this command under `runs`
 * @param asked the settings that the user typed; they must be those of the run
 * @throws UserError when there is no such run, or it was begun with other settings
 */
export async function findRun(
  command: RunSettings["command"],
  folder: string | undefined,
  asked: Partial<Omit<RunSettings, "command">>,
): Promise<ResumedRun> {
  const found = folder ? await runIn(folder) : await latestRun(command, asked);
  const { settings } = found.card;
  if (settings.command !== command) {
    throw new UserError(
      `--resume: the run in "${found.folder}" was begun with flowers ${settings.command}.`,
      { remedy: `Continue it with: flowers ${settings.command} --resume --out ${found.folder}` },
    );
  }
  const other = (Object.keys(asked) as (keyof typeof optionNames)[]).filter(
    (name) => JSON.stringify(asked[name]) !== JSON.stringify(settings[name]),
  );
  if (other.length > 0) {
    const list = other.map((name) => `${optionNames[name]} ${shown(settings[name])}`).join(", ");
    throw new UserError(`--resume: the run in "${found.folder}" was begun with ${list}.`, {
      remedy: "Leave these options out to continue it, or begin a new run.",
    });
  }
  return found;
}

async function runIn(folder: string): Promise<ResumedRun> {
  await finishReplacing(dirname(folder));
  const card = await readRunCard(folder);
  if (!card) throw new UserError(`--resume: there is no run in "${folder}".`);
  return { folder, card };
}

async function latestRun(
  command: RunSettings["command"],
  asked: Partial<Omit<RunSettings, "command">>,
): Promise<ResumedRun> {
  const home = join(userFolder, "runs");
  await finishReplacing(home);
  let latest: (ResumedRun & { readonly time: number }) | undefined;
  for (const name of await readdir(home).catch(() => [])) {
    const folder = join(home, name);
    const card = await readRunCard(folder).catch(() => null);
    if (card?.status !== "unfinished" || card.settings.command !== command) continue;
    if (asked.models && asked.models.join() !== card.settings.models.join()) continue;
    const time = (await stat(join(folder, cardName))).mtimeMs;
    if (!latest || time > latest.time) latest = { folder, card, time };
  }
  if (latest) return latest;
  throw new UserError(`--resume: there is no unfinished run of flowers ${command} in "${home}".`, {
    remedy: "Name the run's folder with --out.",
  });
}

function shown(value: RunSettings[keyof RunSettings]): string {
  if (value === null || value === undefined) return "left out";
  if (typeof value === "object" && !Array.isArray(value))
    return Object.entries(value)
      .map(([name, weight]) => `${name}=${weight}`)
      .join(",");
  return String(value);
}
