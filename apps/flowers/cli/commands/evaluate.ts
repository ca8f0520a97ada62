/** `flowers evaluate`: how well a trained model does on a folder of labelled photos. */
import { type Command, Option } from "commander";
import type { Interruption } from "../interruption";
import { makeNarrator } from "../narrator";
import { UserError } from "../user-error";
import { type CommonOptions, wholeNumber, withBackend } from "./options";

interface EvaluateOptions extends CommonOptions {
  readonly model: string;
  readonly data?: string;
  readonly batchSize: number;
  readonly out?: string;
  readonly format: "text" | "json" | "csv";
}

export function addEvaluate(program: Command, interruption: Interruption): void {
  withBackend(
    program
      .command("evaluate")
      .description("judge a trained model on a folder of photos with one folder per class")
      .argument(
        "[folder]",
        "a folder with one folder per class (default: what the run of the model held back)",
      )
      .requiredOption(
        "--model <PATH>",
        "a run's folder, a model's folder, a model.json or a .keras file",
      )
      .option("--data <DIR|URL|sample>", "the same as [folder], as train has it")
      .option("--batch-size <N>", "images per batch", wholeNumber(1, 4096), 32)
      .option(
        "--out <DIR>",
        "also write evaluation.json, photos.csv and the confusion matrix as SVG and PNG",
      )
      .addOption(
        new Option("--format <name>", "how to print the figures; --json is short for --format json")
          .choices(["text", "json", "csv"])
          .default("text"),
      ),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ flowers evaluate --model runs/augmented
  $ flowers evaluate ~/other-photos --model runs/efficientnet-lite0 --out judged
  $ flowers evaluate ~/other-photos --model best.keras --format csv > classes.csv

A photo that cannot be read is reported, and the others are still judged. Exit codes: 0 all photos were judged, 1 some were
not, 2 none was.`,
    )
    .action(async (folder: string | undefined, options: EvaluateOptions) => {
      if (folder !== undefined && options.data !== undefined)
        throw new UserError("evaluate: the photos are named twice, as a folder and by --data.", {
          remedy: "Leave one of them out.",
        });
      const format = options.json ? "json" : options.format;
      const narrator = makeNarrator({ json: format === "json", quiet: format === "csv" });
      const { evaluateModel } = await import("../run/evaluate-model");
      process.exitCode = await evaluateModel(
        { ...options, data: folder ?? options.data, format },
        narrator,
        interruption,
      );
    });
}
