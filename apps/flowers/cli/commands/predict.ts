/** `flowers predict`: classifies photos with a model that a run left behind. */
import { type Command, Option } from "commander";
import type { Interruption } from "../interruption";
import { makeNarrator } from "../narrator";
import { type CommonOptions, wholeNumber, withBackend } from "./options";

interface PredictCommandOptions extends CommonOptions {
  readonly model: string;
  readonly top: number;
  readonly format: "text" | "json" | "csv";
}

export function addPredict(program: Command, interruption: Interruption): void {
  withBackend(
    program
      .command("predict")
      .description("classify photos with a trained model")
      .argument("<photo...>", "image files, folders of photos, or addresses")
      .requiredOption(
        "--model <PATH>",
        "a run's folder, a model's folder, a model.json or a .keras file",
      )
      .option("--top <K>", "show the K most likely classes of each photo", wholeNumber(1), 1)
      .addOption(
        new Option("--format <name>", "how to print the answers; --json is short for --format json")
          .choices(["text", "json", "csv"])
          .default("text"),
      ),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ flowers predict rose.jpg --model runs/augmented
  $ flowers predict holiday/ tulip.png --model best.keras --top 3
  $ flowers predict holiday/ --model runs/augmented --format csv > answers.csv

A photo that cannot be read is reported, and the others are still classified. Exit codes: 0 all photos were classified,
1 some were not, 2 none was.`,
    )
    .action(async (photos: string[], options: PredictCommandOptions) => {
      const format = options.json ? "json" : options.format;
      const narrator = makeNarrator({ json: format === "json", quiet: format === "csv" });
      const { predictPhotos } = await import("../run/predict-photos");
      process.exitCode = await predictPhotos(
        photos,
        { ...options, format },
        narrator,
        interruption,
      );
    });
}
