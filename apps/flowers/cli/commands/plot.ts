/** `flowers plot`: draws the history of a run, from JSON or from the CSV of a logger. */
import { readFile, writeFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { plotHistory } from "@flowers/plot";
import type { Command } from "commander";
import { UserError } from "../user-error";
import { userPath } from "../paths";

type Histories = Parameters<typeof plotHistory>[0];

export function addPlot(program: Command): void {
  program
    .command("plot")
    .description(
      "draw training against validation from history files (JSON or CSV); several are overlaid",
    )
    .argument("<history...>", "history.json or history.csv")
    .option("--out <FILE>", "an .svg, .png or .json (Vega-Lite) file; without it, the terminal")
    .option("--best", "mark the best epoch", false)
    .option("--gap", "mark the gap between training and validation", false)
    .action(async (files: string[], options: { out?: string; best: boolean; gap: boolean }) => {
      const histories = await Promise.all(files.map(readHistory));
      const single = histories[0];
      const shown = (
        histories.length === 1 && single !== undefined
          ? single
          : Object.fromEntries(files.map((file, i) => [runName(file), histories[i]]))
      ) as Histories;
      const plot = plotHistory(shown, { markBest: options.best, markGap: options.gap });
      if (!options.out) {
        process.stdout.write(`${plot.toText()}\n`);
        return;
      }
      const out = userPath(options.out);
      switch (extname(out).toLowerCase()) {
        case ".svg":
          await writeFile(out, await plot.toSvg());
          break;
        case ".png":
          await writeFile(out, await plot.toPng());
          break;
        case ".json":
          await writeFile(out, `${JSON.stringify(plot.spec, null, 2)}\n`);
          break;
        default:
          throw new UserError(
            `--out: expected a name ending in .svg, .png or .json; received "${options.out}".`,
          );
      }
    });
}

async function readHistory(file: string): Promise<unknown> {
  const path = userPath(file);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UserError(`plot: cannot read "${path}".`, 2, { cause: error });
  });
  if (extname(path).toLowerCase() === ".csv") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError(`plot: expected JSON or CSV in "${path}".`, 2, { cause: error });
  }
}

/** `runs/x/baseline/history.json` is called `baseline`. */
function runName(file: string): string {
  const parts = file.split(/[\\/]/);
  return parts.at(-2) ?? basename(file, extname(file));
}
