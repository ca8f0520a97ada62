/** Judges a model on the validation pictures, and paints its worst mistakes. */
import type * as tf from "@tensorflow/tfjs";
import { judge } from "../../../tutorial/judge";
import type { Judgement } from "../contract";
import { toPng } from "../pictures/bitmap";
import type { RunData } from "./run-data";

/** The judgement, and the pictures of its `worst` in order, PNG. */
export async function judged(
  model: tf.LayersModel,
  { judging, pictureAt }: Pick<RunData, "judging" | "pictureAt">,
  classNames: readonly string[],
): Promise<{ readonly judgement: Judgement; readonly mistakes: readonly Blob[] }> {
  const { worst, ...figures } = await judge(model, judging, {
    classes: classNames.length,
    ...(pictureAt ? { pictureOf: (_xs, _index, place) => pictureAt(place) } : {}),
  });
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
  return { judgement, mistakes };
}
