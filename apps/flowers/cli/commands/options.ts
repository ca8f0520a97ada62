/** Options that several commands share, and how their text is read. A bad value is refused before any work is done. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type BackendChoice, backendNames } from "../run/backend-choice";
import type { ClassWeights } from "../run/class-weights";

export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      const range =
        high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
      throw new InvalidArgumentError(`Expected a whole number ${range}; received "${text}".`);
    }
    return value;
  };
}

const epochCount = wholeNumber(1, 100_000);

/** `10` or `10,15`: epochs of the plain and of the augmented model. */
export function epochPair(text: string): [number, number] {
  const parts = text.split(",").map(epochCount);
  const [first, second = first] = parts;
  if (first === undefined || second === undefined || parts.length > 2) {
    throw new InvalidArgumentError(`Expected N or N,M epochs; received "${text}".`);
  }
  return [first, second];
}

/** `180` or `180x240`: height and width in pixels. The three poolings need at least 8 of each. */
export function imageSize(text: string): [number, number] {
  const match = /^(\d+)(?:x(\d+))?$/.exec(text);
  const size = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])] as [number, number];
  if (!match || size.some((side) => side < 8 || side > 4096)) {
    throw new InvalidArgumentError(
      `Expected HEIGHT or HEIGHTxWIDTH, each from 8 to 4096; received "${text}".`,
    );
  }
  return size;
}

/** `balanced`, or `daisy=2,roses=0.5`. */
export function classWeights(text: string): ClassWeights {
  if (text === "balanced") return text;
  const weights = text.split(",").map((part) => /^(.+)=(\d+(?:\.\d+)?)$/.exec(part.trim()));
  const named = weights.flatMap((match) => (match ? [[match[1] ?? "", Number(match[2])]] : []));
  if (named.length < weights.length)
    throw new InvalidArgumentError(
      `Expected "balanced" or NAME=WEIGHT[,NAME=WEIGHT...]; received "${text}".`,
    );
  return Object.fromEntries(named) as Record<string, number>;
}

export interface CommonOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** Adds the options that every command with a model has. */
export function withBackend(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--backend <name>",
        "what to compute with: native TensorFlow, WebAssembly or plain JavaScript",
      )
        .choices(backendNames)
        .default("auto"),
    )
    .option(
      "--json",
      "print one JSON document on stdout at the end, everything else on stderr",
      false,
    );
}

/** What `start` and `train` have in common besides. */
export interface RunOptions extends CommonOptions {
  readonly data?: string;
  readonly batchSize: number;
  readonly imageSize?: [height: number, width: number];
  readonly seed: number;
  readonly split: "random" | "stratified";
  readonly classWeights?: ClassWeights;
  readonly out?: string;
  /** A run's folder where it is named here and not by `out`. */
  readonly resume: boolean | string;
  readonly overwrite: boolean;
}

/** Adds the options of a command that trains. */
export function withRun(command: Command, { folder }: { folder: string }): Command {
  return withBackend(command)
    .option(
      "--data <DIR|URL|sample>",
      "a folder with one folder per class, the address of an archive, or the painted sample set (default: the flower photos)",
    )
    .option("--batch-size <N>", "images per batch", wholeNumber(1, 4096), 32)
    .option(
      "--image-size <H[xW]>",
      "resize photos to this size, in pixels (default: 180)",
      imageSize,
    )
    .option(
      "--seed <N>",
      "seed for the split, the initial weights, augmentation and dropout",
      wholeNumber(0, 2 ** 31 - 1),
      123,
    )
    .addOption(
      new Option(
        "--split <how>",
        "how a fifth of the photos is held back: at random as in Keras, or the same share of every class",
      )
        .choices(["random", "stratified"])
        .default("random"),
    )
    .option(
      "--class-weights <WEIGHTS>",
      "balanced, so that every class counts alike, or NAME=WEIGHT,... (default: all weigh 1)",
      classWeights,
    )
    .option("--out <DIR>", `the run folder, new or empty (default: ${folder})`)
    .addOption(
      new Option(
        "--resume [RUN]",
        "continue the run in this folder, or in --out, or the latest one, exactly where it stopped",
      )
        .default(false)
        .conflicts("overwrite"),
    )
    .option("--overwrite", "replace the run that is in --out", false);
}
