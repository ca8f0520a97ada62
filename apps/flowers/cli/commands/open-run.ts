/** From the options of `start` and `train` to the run that they begin or continue. */
import { isUrl, freshPath, userPath } from "../paths";
import type { Command } from "commander";
import type { Interruption } from "../interruption";
import type { Narrator } from "../narrator";
import type { RunCard, RunSettings } from "../run/run-card";
import type { Run } from "../run/run";
import { UserError } from "../user-error";
import type { RunOptions } from "./options";

/** A run, or the folder of one that is finished already. */
export type OpenedRun =
  | { readonly run: Run; readonly finished?: undefined }
  | { readonly run?: undefined; readonly finished: string };

/** How a run is asked for. */
export interface Opening {
  readonly options: RunOptions;
  readonly command: Command;
  /** By the setting that each decides, the option's name on the command. */
  readonly optionOf: Readonly<Partial<Record<keyof RunSettings, string>>>;
  /** Of a new run without `--out`. */
  readonly defaultFolder: string;
  readonly narrator: Narrator;
  readonly interruption: Interruption;
}

/**
 * Opens the run's folder. With `--resume` the settings are those of the run, and what the user typed must agree.
 *
 * @param settings what a new run would be begun with
 */
export async function openRun(
  settings: RunSettings,
  { options, command, optionOf, defaultFolder, narrator, interruption }: Opening,
): Promise<OpenedRun> {
  const [{ RunFolder }, { makeRun }, { findRun }, { readRunCard }] = await Promise.all([
    import("../run/run-folder"),
    import("../run/run"),
    import("../run/resume"),
    import("../run/run-card"),
  ]);
  const { resume } = options;
  if (typeof resume === "string" && options.out !== undefined)
    throw new UserError("--resume: the run is named twice, by --resume and by --out.", {
      remedy: "Leave --out out.",
    });
  const named = typeof resume === "string" ? resume : options.out;
  const out = named === undefined ? undefined : userPath(named);
  if (resume === false) {
    const folder = await RunFolder.open(
      out ?? freshPath(defaultFolder),
      options.overwrite ? "overwrite" : "new",
    );
    return { run: makeRun(settings, folder, narrator, interruption) };
  }
  const typed = Object.entries(optionOf).filter(
    ([, name]) => command.getOptionValueSource(name) === "cli",
  );
  const asked = Object.fromEntries(
    typed.map(([setting]) => [setting, settings[setting as keyof RunSettings]]),
  ) as Partial<RunSettings>;
  const { folder, card } = await findRun(settings.command, out, asked);
  narrator.say(`Continuing the run in ${folder}`);
  const isFinished = (now: RunCard | null): boolean => now?.status === "finished";
  const opened = isFinished(card) ? null : await RunFolder.open(folder, "resume");
  // Another process may have brought it to its end until the folder was ours.
  if (!opened || isFinished(await readRunCard(folder))) {
    narrator.say("It is finished already.");
    return { finished: folder };
  }
  return { run: makeRun(card.settings, opened, narrator, interruption) };
}

/** What `--data` means in every folder: a path is made absolute. */
export function wholeData(data: string | undefined): string | null {
  if (data === undefined) return null;
  const isPath = data !== "sample" && !isUrl(data);
  return isPath ? userPath(data) : data;
}
