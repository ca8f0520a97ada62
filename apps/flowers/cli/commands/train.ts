/** `flowers train`: trains one model and leaves it in a run folder. */
import { join } from "node:path";
import { type Command, Option } from "commander";
import { isTransferKind, type ModelKind, modelKindNames } from "../../tutorial/model-kinds";
import type { Interruption } from "../interruption";
import { makeNarrator } from "../narrator";
import { userFolder, userPath } from "../paths";
import { UserError } from "../user-error";
import type { RunSettings } from "../run/run-card";
import { openRun, type Opening, wholeData } from "./open-run";
import { openTogether } from "./open-together";
import { type RunOptions, wholeNumber, withRun } from "./options";

interface TrainOptions extends RunOptions {
  readonly model: ModelKind;
  readonly epochs?: number;
  readonly validation?: string;
  readonly passes?: number;
  readonly fineTune?: number | true;
  readonly cluster: boolean;
  readonly clusterTimeout: number;
}

/** Epochs of a network from scratch where their number is not given. */
const usualEpochs = 15;
/** Epochs of fine-tuning where their number is not given. */
const tuningEpochs = 5;

export function addTrain(program: Command, interruption: Interruption): void {
  withRun(
    program
      .command("train")
      .description("train one model on a folder with one folder per class")
      .addOption(
        new Option(
          "--model <kind>",
          "the plain CNN, the one with augmentation and dropout, or a pretrained network",
        )
          .choices(modelKindNames)
          .default("augmented"),
      )
      .option(
        "--epochs <N>",
        `passes over the training photos (default: ${usualEpochs}; of a last layer on a pretrained network more where photos are few)`,
        wholeNumber(1, 100_000),
      )
      .option(
        "--validation <DIR>",
        "a folder with the photos to judge by, with the same class folders; all of --data is then trained on",
      )
      .option(
        "--passes <N>",
        "forms of each photo that a pretrained network is trained on: itself, its mirror image, its middle and that one's mirror image, then others flipped, rotated and zoomed at random (default: 1; 4 where photos are few)",
        wholeNumber(1, 100),
      )
      .option(
        "--fine-tune [N]",
        `then train a pretrained network's last blocks too, for N epochs (${tuningEpochs})`,
        wholeNumber(1, 100_000),
      )
      .option(
        "--cluster",
        "train together with the machines that TF_CONFIG names; all are given the same command",
        false,
      )
      .option(
        "--cluster-timeout <S>",
        "seconds that other machines are waited for",
        wholeNumber(1, 1_000_000),
        600,
      ),
    { folder: "runs/<model>" },
  )
    .addHelpText(
      "after",
      `
Examples:
  $ flowers train --data ~/photos --epochs 30 --out ~/run1
  $ flowers train --data ~/photos --model efficientnet-lite0
  $ flowers train --data ~/photos --split stratified --class-weights balanced
  $ flowers train --resume ~/run1
  $ flowers predict rose.jpg --model ~/run1`,
    )
    .action(async (options: TrainOptions, command: Command) => {
      const narrator = makeNarrator(options);
      const { data, validation, model, split, batchSize, seed, backend } = options;
      const pretrained = isTransferKind(model);
      const { imageSize = pretrained ? [224, 224] : [180, 180] } = options;
      if (options.fineTune !== undefined && !pretrained && !options.resume)
        throw new UserError(`--fine-tune: the model "${model}" is not pretrained.`, {
          remedy: "Add --model efficientnet-lite0.",
        });
      if (options.passes !== undefined && !pretrained && !options.resume)
        throw new UserError(`--passes: the model "${model}" is not pretrained.`, {
          remedy: "Add --model efficientnet-lite0.",
        });
      if (validation !== undefined && split !== "random")
        throw new UserError("--split: with --validation nothing is split.", {
          remedy: "Leave one of them out.",
        });
      const fineTune = options.fineTune === true ? tuningEpochs : options.fineTune;
      const settings: RunSettings = {
        command: "train",
        data: wholeData(data),
        validation: validation === undefined ? undefined : userPath(validation),
        split: split === "random" ? undefined : split,
        classWeights: options.classWeights,
        models: [model],
        epochs: [options.epochs ?? (pretrained ? null : usualEpochs)],
        imageSize,
        batchSize,
        seed,
        passes: options.passes,
        fineTune,
        backend,
        image: null,
      };
      const opening: Opening = {
        options,
        command,
        optionOf: {
          data: "data",
          validation: "validation",
          split: "split",
          classWeights: "classWeights",
          models: "model",
          epochs: "epochs",
          imageSize: "imageSize",
          batchSize: "batchSize",
          seed: "seed",
          passes: "passes",
          fineTune: "fineTune",
          backend: "backend",
        },
        defaultFolder: join(userFolder, "runs", model),
        narrator,
        interruption,
      };
      const opened = options.cluster
        ? await openTogether(settings, opening, options.clusterTimeout)
        : await openRun(settings, opening);
      if ("along" in opened) {
        const { trainAlong } = await import("../run/train-along");
        return trainAlong(opened.along, opened.along.settings.models[0] ?? model);
      }
      const { run, finished } = opened;
      if (!run) return narrator.result({ folder: finished });
      const { trainOne } = await import("../run/train-one");
      narrator.result(await trainOne(run, run.settings.models[0] ?? model));
    });
}
