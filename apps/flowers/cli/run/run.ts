/** What the chapters of a run share: its settings, its folder, and the ways to speak and to stop. */
import type { Interruption } from "../interruption";
import type { Narrator } from "../narrator";
import { quoted } from "./find-model";
import type { RunFolder } from "./run-folder";
import type { RunSettings } from "./run-card";
import { Timings } from "./timings";

export interface Run {
  readonly settings: RunSettings;
  readonly folder: RunFolder;
  readonly narrator: Narrator;
  readonly interruption: Interruption;
  readonly signal: AbortSignal;
  readonly timings: Timings;
}

export function makeRun(
  settings: RunSettings,
  folder: RunFolder,
  narrator: Narrator,
  interruption: Interruption,
): Run {
  interruption.kept =
    folder.mode === "resume" ? sayKept(settings, folder) : "Nothing was written yet.";
  const { signal } = interruption;
  return { settings, folder, narrator, interruption, signal, timings: new Timings() };
}

/** From now on there is something to come back to. */
export function keepFromNow({ settings, folder, interruption }: Run): void {
  interruption.kept = sayKept(settings, folder);
}

function sayKept({ command }: RunSettings, { path }: RunFolder): string {
  return `What was done is kept in ${path}\nContinue with: flowers ${command} --resume --out ${quoted(path)}`;
}
