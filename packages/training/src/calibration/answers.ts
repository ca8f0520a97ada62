/** A classifier's answers beside the truth, as the measures of its confidence take them. */
import { TrainingError } from "../errors";
import { requireNumbers } from "../require-model";

/** Probabilities of each class for every sample, and the right class. */
export interface Answers {
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly classes: number;
}

/** @throws TrainingError `invalid-argument` without samples, for sizes that do not fit, or a label that is no class */
export function checkAnswers(
  caller: string,
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): Answers {
  const refuse = (reason: string): TrainingError =>
    new TrainingError("invalid-argument", `${caller}: ${reason}`);
  requireNumbers(caller, "probabilities", probabilities);
  requireNumbers(caller, "labels", labels);
  const samples = labels.length;
  const classes = probabilities.length / samples;
  if (samples === 0) throw refuse("there must be a sample; received none.");
  if (!Number.isInteger(classes) || classes < 2)
    throw refuse(
      `probabilities must be [samples, classes], flat, of at least two classes; received ${probabilities.length} values for ${samples} labels.`,
    );
  const all = Array.from(probabilities);
  const wrong = all.findIndex((p) => !(p >= 0 && p <= 1 + 1e-5)); // float32 sums may pass 1 by a little
  if (wrong >= 0)
    throw refuse(
      `probabilities must be from 0 to 1; received ${all[wrong]} for sample ${Math.floor(wrong / classes)}.`,
    );
  const list = Array.from(labels);
  const stray = list.findIndex(
    (label) => !Number.isInteger(label) || label < 0 || label >= classes,
  );
  if (stray >= 0)
    throw refuse(
      `labels must be whole numbers from 0 to ${classes - 1}; received ${list[stray]} for sample ${stray}.`,
    );
  const rows = list.map((_, i) => all.slice(i * classes, (i + 1) * classes));
  return { rows, labels: list, classes };
}
