/** From the options of `train --cluster` to this process's part: the chief has the run's folder, the others none. */
import { userPath } from "../paths";
import type { RunSettings } from "../run/run-card";
import type { Run } from "../run/run";
import { openRun, type OpenedRun, type Opening } from "./open-run";

/** What the chief opens, or the part of another worker. */
export type OpenedPart = OpenedRun | { readonly along: Run };

/**
 * Joins the others and opens the run. `--resume` also begins a run where `--out` has none, so that a supervisor can start
 * every worker again with the command that started it first.
 *
 * @param timeout seconds that others are waited for
 */
export async function openTogether(
  settings: RunSettings,
  opening: Opening,
  timeout: number,
): Promise<OpenedPart> {
  const { options, narrator, interruption } = opening;
  const { signal } = interruption;
  const [{ join }, { readRunCard }] = await Promise.all([
    import("../run/join"),
    import("../run/run-card"),
  ]);
  const { isChief } = await join({ backend: settings.backend, timeout, narrator, signal });
  const together: RunSettings = { ...settings, backend: "tensorflow" };
  const named = typeof options.resume === "string" ? options.resume : options.out;
  const out = options.resume !== false && named !== undefined ? userPath(named) : undefined;
  const card = out === undefined ? null : await readRunCard(out);
  if (isChief) {
    const begins = out !== undefined && card === null;
    const now = begins ? { ...options, out, resume: false } : options;
    return openRun(together, { ...opening, options: now });
  }
  if (card?.status === "finished") return { finished: out ?? "" };
  const [{ RunFolder }, { makeRun }] = await Promise.all([
    import("../run/run-folder"),
    import("../run/run"),
  ]);
  // A folder that all workers see tells the run's settings; elsewhere each is given the same command.
  const run = makeRun(card?.settings ?? together, RunFolder.absent(), narrator, interruption);
  interruption.kept = "What was done is with the chief.";
  return { along: run };
}
