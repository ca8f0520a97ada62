/** `flowers train`: trains one of the two models of the tutorial and leaves it in a run folder. */
import { join } from "node:path";
import { type Command, Option } from "commander";
import { chooseBackend } from "../run/choose-backend";
import { loadSplit } from "../data/load-split";
import { locatePictures } from "../data/locate";
import { makeNarrator } from "../narrator";
import { freshPath, userFolder, userPath } from "../paths";
import { fitModel } from "../run/fit-model";
import { type ModelKind, modelKinds } from "../../tutorial/model-kinds";
import { withInterrupt } from "../run/interrupt";
import { RunFolder } from "../run/run-folder";
import { feed } from "../../tutorial/feed";
import { validationSplit } from "../../tutorial/settings";
import { type CommonOptions, imageSize, wholeNumber, withBackend } from "./options";

interface TrainOptions extends CommonOptions {
  readonly data?: string;
  readonly model: ModelKind;
  readonly epochs: number;
  readonly batchSize: number;
  readonly imageSize: [number, number];
  readonly seed: number;
  readonly out?: string;
}

export function addTrain(program: Command): void {
  withBackend(
    program.command("train").description("train one model on a folder with one folder a class"),
  )
    .addOption(
      new Option("--model <kind>", "the plain CNN, or the one with augmentation and dropout")
        .choices(Object.keys(modelKinds))
        .default("augmented"),
    )
    .option("--data <DIR|URL|sample>", "where the pictures are (default: the flower photos)")
    .option("--epochs <N>", "epochs", wholeNumber(1, 100_000), 15)
    .option("--batch-size <N>", "images a batch", wholeNumber(1, 4096), 32)
    .option("--image-size <H[xW]>", "size to which photos are resized", imageSize, [180, 180])
    .option("--seed <N>", "seed of everything random", wholeNumber(0, 2 ** 31 - 1), 123)
    .option("--out <DIR>", "the run folder (default: runs/<model>)")
    .action(async (options: TrainOptions) => {
      const narrator = makeNarrator(options);
      await withInterrupt(narrator, async (signal) => {
        const folder = await RunFolder.open(
          options.out ? userPath(options.out) : freshPath(join(userFolder, "runs", options.model)),
        );
        const pictures = await locatePictures(options.data, { narrator, signal });
        const backend = await chooseBackend(options.backend, narrator, signal);
        const { training, validation, classNames } = await loadSplit(pictures.directory, {
          validationSplit,
          seed: options.seed,
          imageSize: options.imageSize,
          batchSize: options.batchSize,
          narrator,
        });
        const { model, history } = await fitModel({
          kind: options.model,
          epochs: options.epochs,
          imageSize: options.imageSize,
          classNames,
          seed: options.seed,
          folder,
          narrator,
          signal,
          ...feed(training, validation, options.seed),
          trainingImages: training.filePaths.length,
        });
        model.dispose();
        narrator.say(`\nThe model, its history and its curves are in ${folder.path}`);
        narrator.result({ folder: folder.path, backend, classNames, history, files: folder.files });
      });
    });
}
