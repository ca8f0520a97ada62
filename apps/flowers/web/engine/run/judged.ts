/** Judges a model on the validation pictures, paints its worst mistakes, and keeps what it said of each. */
import type * as tf from "@tensorflow/tfjs";
import { atTemperature } from "../../../tutorial/at-temperature";
import { judgeAndCalibrate, type Judged } from "../../../tutorial/calibration";
import type { Judgement } from "../contract";
import { toPng } from "../pictures/bitmap";
import type { StoredAnswers } from "../storage/answer-store";
import type { OrderedPicture } from "./loader-order";
import type { RunData } from "./run-data";

/** What comes of it. */
export interface JudgedRun {
  readonly judgement: Judgement;
  /** The pictures of its `worst` in order, PNG. */
  readonly mistakes: readonly Blob[];
  readonly answers: StoredAnswers;
  /** At which the model is as sure as it is right; null where there are too few pictures for it. */
  readonly temperature: number | null;
}

/** @param calibrates whether the model is to be used at its temperature */
export async function judged(
  model: tf.LayersModel,
  { judging, judgedPictures, pictureAt }: Pick<RunData, "judging" | "judgedPictures" | "pictureAt">,
  classNames: readonly string[],
  calibrates: boolean,
): Promise<JudgedRun> {
  const come = await judgeAndCalibrate(model, judging, {
    classes: classNames.length,
    ...(pictureAt ? { pictureOf: (_xs, _index, place) => pictureAt(place) } : {}),
  });
  const { worst, ...figures } = come.judgement;
  const mistakes: Blob[] = [];
  for (const { image } of worst) mistakes.push(await toPng(image));
  const name = (index: number): string => classNames[index] ?? String(index);
  const judgement: Judgement = {
    ...figures,
    classNames,
    worst: worst.map(({ truth, guess, confidence }) => ({
      truth: name(truth),
      guess: name(guess),
      confidence,
    })),
  };
  const temperature = calibrates ? (come.calibration?.temperature ?? null) : null;
  return {
    judgement,
    mistakes,
    answers: answersOf(come, judgedPictures, classNames.length, temperature ?? 1),
    temperature,
  };
}

function answersOf(
  { probabilities, labels }: Judged,
  pictures: readonly OrderedPicture[],
  classes: number,
  temperature: number,
): StoredAnswers {
  // Whatever comes out of step is told without its picture, never with another one's.
  const isTheirs =
    pictures.length === labels.length && pictures.every(({ label }, i) => label === labels[i]);
  return {
    ids: isTheirs ? pictures.map(({ id }) => id) : null,
    truths: labels,
    probabilities: labels.map((_, i) =>
      atTemperature(probabilities.slice(i * classes, (i + 1) * classes), temperature),
    ),
  };
}
