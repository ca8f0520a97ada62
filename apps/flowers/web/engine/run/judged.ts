/** Judges a model on the validation pictures, and paints its worst mistakes. */
import type * as tf from "@tensorflow/tfjs";
import { judgeAndCalibrate } from "../../../tutorial/calibration";
import type { Judgement } from "../contract";
import { toPng } from "../pictures/bitmap";
import type { RunData } from "./run-data";

/** The judgement, the pictures of its `worst` in order, PNG, and the temperature at which it is as sure as it is right. */
export async function judged(
  model: tf.LayersModel,
  { judging, pictureAt }: Pick<RunData, "judging" | "pictureAt">,
  classNames: readonly string[],
): Promise<{
  readonly judgement: Judgement;
  readonly mistakes: readonly Blob[];
  /** Null where there are too few pictures for it. */
  readonly temperature: number | null;
}> {
  const { judgement: found, calibration } = await judgeAndCalibrate(model, judging, {
    classes: classNames.length,
    ...(pictureAt ? { pictureOf: (_xs, _index, place) => pictureAt(place) } : {}),
  });
  const { worst, ...figures } = found;
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
  return { judgement, mistakes, temperature: calibration?.temperature ?? null };
}
