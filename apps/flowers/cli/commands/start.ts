/** `flowers start`: the whole tutorial, in its order, into one run folder. */
import { type Command } from "commander";
import { makeNarrator } from "../narrator";
import { freshPath, userFolder, userPath } from "../paths";
import { runTutorial } from "../run/tutorial";
import { withInterrupt } from "../run/interrupt";
import { type CommonOptions, epochPair, imageSize, wholeNumber, withBackend } from "./options";
import { join } from "node:path";

interface StartOptions extends CommonOptions {
  readonly data?: string;
  readonly epochs?: [number, number];
  readonly batchSize: number;
  readonly imageSize?: [number, number];
  readonly seed: number;
  readonly out?: string;
  readonly image?: string;
  readonly quick: boolean;
}

export function addStart(program: Command): void {
  withBackend(
    program
      .command("start", { isDefault: true })
      .description(
        "run the whole tutorial and leave a run folder with pictures, histories, models and a report",
      ),
  )
    .option(
      "--data <DIR|URL|sample>",
      "a folder with one folder a class, an archive, or the painted sample set (default: the flower photos)",
    )
    .option(
      "--epochs <N[,M]>",
      "epochs of the plain and of the augmented model (default: 10,15)",
      epochPair,
    )
    .option("--batch-size <N>", "images a batch", wholeNumber(1, 4096), 32)
    .option("--image-size <H[xW]>", "size to which photos are resized (default: 180)", imageSize)
    .option(
      "--seed <N>",
      "seed of the split, the weights, the augmentation and the dropout",
      wholeNumber(0, 2 ** 31 - 1),
      123,
    )
    .option("--out <DIR>", "the run folder (default: runs/<time>)")
    .option(
      "--image <FILE|URL>",
      "the new photo to classify (default: one held back from training)",
    )
    .option("--quick", "a small run: 64x64 pixels, 6 and 10 epochs", false)
    .addHelpText(
      "after",
      `
Examples:
  $ pnpm --filter flowers start
  $ pnpm --filter flowers start --data sample --backend wasm --quick
  $ pnpm --filter flowers start --data ~/photos --epochs 20,40 --image-size 128 --out ~/run1
  $ pnpm --filter flowers start --image https://example.org/sunflower.jpg --json > result.json`,
    )
    .action(async (options: StartOptions) => {
      const stamp = new Date().toISOString().slice(0, 19).replace("T", "_").replaceAll(":", "-");
      const narrator = makeNarrator(options);
      await withInterrupt(narrator, async (signal) => {
        const result = await runTutorial({
          data: options.data,
          epochs: options.epochs ?? (options.quick ? [6, 10] : [10, 15]),
          batchSize: options.batchSize,
          imageSize: options.imageSize ?? (options.quick ? [64, 64] : [180, 180]),
          seed: options.seed,
          backend: options.backend,
          out: options.out ? userPath(options.out) : freshPath(join(userFolder, "runs", stamp)),
          image: options.image,
          narrator,
          signal,
        });
        narrator.result(result);
      });
    });
}
