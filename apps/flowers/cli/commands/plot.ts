/** `flowers plot`: draws the histories of runs, from run folders, from JSON or from the CSV of a logger. */
import { extname } from "node:path";
import type { Command } from "commander";
import { type Interruption, unlessInterrupted } from "../interruption";
import { userPath } from "../paths";
import { UserError } from "../user-error";

interface PlotOptions {
  readonly out?: string;
  readonly best: boolean;
  readonly gap: boolean;
}

const endings = [".svg", ".png", ".json"] as const;

export function addPlot(program: Command, { signal }: Interruption): void {
  program
    .command("plot")
    .description("draw the training and validation curves of one run, or of several in one picture")
    .argument("<history...>", "run folders, model folders, history.json or history.csv files")
    .option("--out <FILE>", "an .svg, .png or .json (Vega-Lite) file (default: the terminal)")
    .option("--best", "mark the best epoch", false)
    .option("--gap", "mark the gap between training and validation", false)
    .addHelpText(
      "after",
      `
Examples:
  $ flowers plot runs/augmented
  $ flowers plot runs/2026-11-24 runs/2026-11-25 --out both.png`,
    )
    .action((given: string[], options: PlotOptions) =>
      unlessInterrupted(signal, drawHistories(given, options)),
    );
}

async function drawHistories(given: readonly string[], options: PlotOptions): Promise<void> {
  const ending = options.out === undefined ? undefined : extname(options.out).toLowerCase();
  const format = endings.find((known) => known === ending);
  if (ending !== undefined && format === undefined) {
    throw new UserError(
      `--out: expected a name ending in .svg, .png or .json; received "${options.out}".`,
    );
  }
  const [{ plotHistory }, { openHistories }, { writeWhole }] = await Promise.all([
    import("@flowers/plot"),
    import("../data/histories"),
    import("../data/write-whole"),
  ]);
  const runs = await openHistories(given);
  const [only] = runs;
  const plot = plotHistory(
    runs.length === 1 && only
      ? only.history
      : Object.fromEntries(runs.map(({ name, history }) => [name, history])),
    { markBest: options.best, markGap: options.gap },
  );
  if (options.out === undefined || format === undefined) {
    process.stdout.write(`${plot.toText()}\n`);
    return;
  }
  const content = {
    ".svg": () => plot.toSvg(),
    ".png": () => plot.toPng(),
    ".json": () => Promise.resolve(`${JSON.stringify(plot.spec, null, 2)}\n`),
  }[format];
  await writeWhole(userPath(options.out), await content());
}
