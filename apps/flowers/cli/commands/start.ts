/** `flowers start`: the whole tutorial, in its order, into one run folder. */
import { join } from "node:path";
import { type Command } from "commander";
import { beyondTutorial, tutorialKinds } from "../../tutorial/model-kinds";
import type { Interruption } from "../interruption";
import { makeNarrator } from "../narrator";
import { isUrl, userFolder, userPath } from "../paths";
import type { RunSettings } from "../run/run-card";
import { openRun, wholeData } from "./open-run";
import { epochPair, type RunOptions, withRun } from "./options";

interface StartOptions extends RunOptions {
  readonly epochs?: [number, number];
  readonly image?: string;
  readonly quick: boolean;
  /** False with `--no-transfer`. */
  readonly transfer: boolean;
}

export function addStart(program: Command, interruption: Interruption): void {
  withRun(
    program
      .command("start")
      .description(
        "run the whole tutorial and leave a run folder with pictures, histories, models and a report",
      ),
    { folder: "runs/<time>" },
  )
    .option(
      "--epochs <N[,M]>",
      "epochs of the plain and of the augmented model (default: 10,15)",
      epochPair,
    )
    .option(
      "--image <FILE|URL>",
      "the new photo to classify (default: one held back from training)",
    )
    .option(
      "--quick",
      "a small run: 64x64 pixels (96x96 for the pretrained network), 6 and 10 epochs",
      false,
    )
    .option(
      "--no-transfer",
      "leave out the last chapter, a pretrained network (not in the tutorial)",
    )
    .addHelpText(
      "after",
      `
Examples:
  $ flowers start
  $ flowers start --data sample --backend wasm --quick
  $ flowers start --data ~/photos --epochs 20,40 --image-size 128 --out ~/run1
  $ flowers start --resume ~/run1
  $ flowers start --image https://example.org/sunflower.jpg --json > result.json`,
    )
    .action(async (options: StartOptions, command: Command) => {
      const narrator = makeNarrator(options);
      const stamp = new Date().toISOString().slice(0, 19).replace("T", "_").replaceAll(":", "-");
      const { run, finished } = await openRun(settingsOf(options), {
        options,
        command,
        optionOf: {
          data: "data",
          epochs: options.quick ? "quick" : "epochs",
          imageSize: options.quick ? "quick" : "imageSize",
          batchSize: "batchSize",
          seed: "seed",
          backend: "backend",
          image: "image",
          split: "split",
          classWeights: "classWeights",
          models: "transfer",
        },
        defaultFolder: join(userFolder, "runs", stamp),
        narrator,
        interruption,
      });
      if (!run) return narrator.result({ folder: finished });
      const { tellStory } = await import("../run/story");
      narrator.result(await tellStory(run));
    });
}

/** What a pretrained network takes at least, in pixels. */
const smallestPretrained = 32;

function settingsOf({ data, epochs, imageSize, image, quick, ...rest }: StartOptions): RunSettings {
  const [height, width] = imageSize ?? (quick ? [96, 96] : [224, 224]);
  return {
    command: "start",
    data: wholeData(data),
    split: rest.split === "random" ? undefined : rest.split,
    classWeights: rest.classWeights,
    models: rest.transfer ? [...tutorialKinds, beyondTutorial] : tutorialKinds,
    epochs: [...(epochs ?? (quick ? [6, 10] : [10, 15])), ...(rest.transfer ? [null] : [])],
    imageSize: imageSize ?? (quick ? [64, 64] : [180, 180]),
    pretrainedSize: rest.transfer
      ? [Math.max(height, smallestPretrained), Math.max(width, smallestPretrained)]
      : undefined,
    batchSize: rest.batchSize,
    seed: rest.seed,
    backend: rest.backend,
    image: image === undefined || isUrl(image) ? (image ?? null) : userPath(image),
  };
}
