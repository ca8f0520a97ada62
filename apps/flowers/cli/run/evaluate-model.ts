/** Judges a model on labelled photos: accuracy, loss, precision and recall of each class, and which are confused. */
import { dirname, join } from "node:path";
import { plotConfusionMatrix } from "@flowers/plot";
import { judge, type Judgement } from "../../tutorial/judge";
import { validationSplit } from "../../tutorial/settings";
import { labelledFor, labelledPhotos, type LabelledPhotos } from "../data/labelled-photos";
import { loadSplit } from "../data/load-split";
import { locatePictures } from "../data/locate";
import { writeWhole } from "../data/write-whole";
import { type Interruption, unlessInterrupted } from "../interruption";
import type { Narrator } from "../narrator";
import { userPath } from "../paths";
import { UserError } from "../user-error";
import type { BackendChoice } from "./backend-choice";
import { chooseBackend } from "./choose-backend";
import { type ClassFigures, classFigures, toCsv, toText } from "./evaluation-tables";
import { openModel, type OpenedModel } from "./open-model";
import { checkPictures, markPictures, readRunCard, type RunCard } from "./run-card";

export interface EvaluateOptions {
  readonly model: string;
  /** Undefined for what the model's run held back. */
  readonly data?: string | undefined;
  readonly backend: BackendChoice;
  readonly batchSize: number;
  readonly out?: string | undefined;
  readonly format: "text" | "json" | "csv";
}

/** One photo as the model sees it. */
interface Answer {
  readonly image: string;
  readonly truth: string;
  readonly guess: string;
  /** Probability of the guess. */
  readonly confidence: number;
}

/**
 * Judges every photo and says what came out.
 *
 * @returns the exit code: 0, or 1 where some photos could not be used, or 2 where none could
 */
export async function evaluateModel(
  options: EvaluateOptions,
  narrator: Narrator,
  interruption: Interruption,
): Promise<number> {
  const { signal } = interruption;
  const backend = await chooseBackend(options.backend, narrator, signal);
  const opened = await unlessInterrupted(signal, openModel(userPath(options.model)));
  try {
    const { model, classNames, temperature } = opened;
    narrator.say(`Model: ${opened.file}${opened.isCheckpoint ? " (training was stopped)" : ""}`);
    const photos = await unlessInterrupted(signal, findPhotos(options, opened, narrator, signal));
    const { dataset, batches } = photos;
    const rows: Pick<Answer, "truth" | "guess" | "confidence">[] = [];
    const judgement = await judge(model, batches, {
      classes: classNames.length,
      temperature,
      signal,
      onAnswers: (chances, truths) => rows.push(...answersOf(chances, truths, classNames)),
    });
    const failures = dataset.report.skipped.map(({ path, reason }) => ({
      image: path,
      error: reason,
    }));
    for (const { image, error } of failures)
      process.stderr.write(`flowers: "${image}" was left out: ${error}.\n`);
    const failed = new Set(failures.map(({ image }) => image));
    const answers = dataset.filePaths
      .filter((path) => !failed.has(path))
      .map((image, i) => ({ image, ...(rows[i] as Omit<Answer, "image">) }));
    if (answers.length === 0) return 2;
    const classes = classFigures(judgement, classNames);
    const { accuracy, loss, confusion } = judgement;
    const result = {
      ...{ backend, model: opened.file, photos: answers.length, accuracy, loss, temperature },
      ...{ classNames, classes, confusion, failures },
    };
    if (options.out !== undefined)
      await writeFiles(userPath(options.out), { ...result, judgement, answers });
    tell(options, { judgement, classes, photos: answers.length }, narrator);
    narrator.result(result);
    return failures.length === 0 ? 0 : 1;
  } finally {
    opened.model.dispose();
  }
}

function answersOf(
  chances: ArrayLike<number>,
  truths: ArrayLike<number>,
  classNames: readonly string[],
): Omit<Answer, "image">[] {
  const all = Array.from(chances);
  return Array.from(truths, (truth, i) => {
    const row = all.slice(i * classNames.length, (i + 1) * classNames.length);
    const confidence = Math.max(...row);
    return {
      truth: classNames[truth] ?? "",
      guess: classNames[row.indexOf(confidence)] ?? "",
      confidence,
    };
  });
}

function tell(
  { format, out }: EvaluateOptions,
  figures: {
    readonly judgement: Judgement;
    readonly classes: readonly ClassFigures[];
    readonly photos: number;
  },
  narrator: Narrator,
): void {
  if (format === "csv") process.stdout.write(toCsv(figures.classes));
  if (format === "text") narrator.say(toText(figures));
  if (out !== undefined)
    narrator.say(`evaluation.json, photos.csv, confusion.svg and confusion.png are in ${out}`);
}

async function findPhotos(
  { data, model, batchSize }: EvaluateOptions,
  { classNames, imageSize, colorMode, file }: OpenedModel,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<LabelledPhotos> {
  if (data !== undefined) {
    const { directory } = await locatePictures(data, { narrator, signal });
    const print = (line: string): void => narrator.say(line);
    return labelledPhotos(directory, { classNames, imageSize, colorMode, batchSize, print });
  }
  const card = await cardAbove(userPath(model), file);
  if (!card)
    throw new UserError(`evaluate: the model "${model}" is not of a run that held photos back.`, {
      remedy: "Name a folder of photos with one folder per class.",
    });
  const { settings } = card;
  const { directory } = await locatePictures(settings.data ?? undefined, { narrator, signal });
  const { seed, split, validation } = settings;
  const halves = await loadSplit(directory, {
    ...{ validationSplit, seed, split, validation, imageSize, batchSize, narrator },
    onError: "skip",
  });
  checkPictures(card.pictures, markPictures(halves, directory));
  const dataset = halves.validation;
  return { dataset, batches: labelledFor(dataset, classNames, directory) };
}

/** The card of the run that a model lies in: in its folder, or up to two above. */
async function cardAbove(path: string, file: string): Promise<RunCard | null> {
  const folder = dirname(file);
  for (const place of [path, folder, dirname(folder), dirname(dirname(folder))]) {
    const card = await readRunCard(place).catch(() => null);
    if (card) return card;
  }
  return null;
}

async function writeFiles(
  out: string,
  {
    judgement,
    answers,
    ...result
  }: {
    readonly judgement: Judgement;
    readonly answers: readonly Answer[];
    readonly classNames: readonly string[];
  },
): Promise<void> {
  const plot = plotConfusionMatrix(judgement.confusion, result.classNames);
  await writeWhole(join(out, "confusion.svg"), await plot.toSvg());
  await writeWhole(join(out, "confusion.png"), await plot.toPng());
  await writeWhole(join(out, "evaluation.json"), `${JSON.stringify(result, null, 2)}\n`);
  await writeWhole(join(out, "photos.csv"), toCsv(answers));
}
