/** Judges a model on the validation pictures, and keeps the pictures of its worst mistakes. */
import type * as tf from "@tensorflow/tfjs";
import { judge } from "../../../tutorial/judge";
import type { Judgement, ModelKind } from "../contract";
import { toPng } from "../pictures/bitmap";
import { readFile, writeFile } from "../storage/private-files";
import { runFolder } from "../storage/run-store";
import type { RunData } from "./run-data";

const pictureOf = (kind: ModelKind, index: number): string =>
  `${runFolder(kind)}/mistakes/${index}.png`;

/** The judgement; the pictures of `worst` are stored in its order. */
export async function judgeAndKeep(
  kind: ModelKind,
  model: tf.LayersModel,
  { judging, pictureAt }: Pick<RunData, "judging" | "pictureAt">,
  classNames: readonly string[],
): Promise<Judgement> {
  const { worst, ...figures } = await judge(model, judging, {
    classes: classNames.length,
    ...(pictureAt ? { pictureOf: (_xs, _index, place) => pictureAt(place) } : {}),
  });
  for (const [index, { image }] of worst.entries())
    await writeFile(pictureOf(kind, index), await toPng(image));
  const name = (index: number): string => classNames[index] ?? String(index);
  return {
    ...figures,
    classNames,
    worst: worst.map(({ truth, guess, confidence }) => ({
      truth: name(truth),
      guess: name(guess),
      confidence,
    })),
  };
}

/** The kept pictures of `count` mistakes, in order. */
export async function mistakePictures(kind: ModelKind, count: number): Promise<ImageBitmap[]> {
  const files = await Promise.all(
    Array.from({ length: count }, (_, index) => readFile(pictureOf(kind, index))),
  );
  return Promise.all(files.filter((file) => file !== null).map((file) => createImageBitmap(file)));
}
