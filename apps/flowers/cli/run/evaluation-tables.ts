/** An evaluation's figures, for people and for programs. */
import type { Judgement } from "../../tutorial/judge";
import { toCsv as rowsToCsv } from "../data/csv";

/** Of one class. */
export interface ClassFigures {
  readonly class: string;
  readonly photos: number;
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
}

export function classFigures(
  { confusion, precision, recall }: Judgement,
  classNames: readonly string[],
): ClassFigures[] {
  return classNames.map((name, k) => {
    const [p = 0, r = 0] = [precision[k], recall[k]];
    const photos = (confusion[k] ?? []).reduce((sum, count) => sum + count, 0);
    return {
      class: name,
      photos,
      precision: p,
      recall: r,
      f1: p + r > 0 ? (2 * p * r) / (p + r) : 0,
    };
  });
}

/** One line per object, under the names of its values. */
export function toCsv(rows: readonly object[]): string {
  const head = Object.keys(rows[0] ?? {});
  return rowsToCsv([head, ...rows.map((row) => Object.values(row).map(String))]);
}

export function toText({
  judgement,
  classes,
  photos,
}: {
  readonly judgement: Judgement;
  readonly classes: readonly ClassFigures[];
  readonly photos: number;
}): string {
  const longest = Math.max(5, ...classes.map((row) => row.class.length));
  const share = (value: number): string => value.toFixed(4).padStart(9);
  return [
    `${photos} photos: accuracy ${judgement.accuracy.toFixed(4)}, loss ${judgement.loss.toFixed(4)}`,
    "",
    `${"class".padEnd(longest)}   photos precision    recall        f1`,
    ...classes.map(
      (row) =>
        `${row.class.padEnd(longest)} ${String(row.photos).padStart(8)} ${share(row.precision)} ${share(row.recall)} ${share(row.f1)}`,
    ),
    "",
    "rows are the truth, columns the model's answer:",
    ...judgement.confusion.map(
      (row, k) =>
        `${(classes[k]?.class ?? "").padEnd(longest)} ${row.map((n) => String(n).padStart(6)).join("")}`,
    ),
  ].join("\n");
}
