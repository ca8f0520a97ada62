/** Precision and recall of each class, and how many pictures it has. */
import type { ComponentChildren, JSX } from "preact";
import { Table } from "./table";

export interface ClassTableProps {
  readonly classNames: readonly string[];
  readonly judgement: {
    /** `confusion[truth][guess]` counts pictures. */
    readonly confusion: readonly (readonly number[])[];
    readonly precision: readonly number[];
    readonly recall: readonly number[];
  };
  /** The columns' names. */
  readonly words: {
    readonly class: string;
    readonly precision: string;
    readonly recall: string;
    readonly pictures: string;
  };
  /** A share of 0 to 1 as people read it. */
  readonly percent: (share: number) => string;
  /** A count as people read it. */
  readonly count: (pictures: number) => string;
  readonly caption?: ComponentChildren;
}

export function ClassTable(props: ClassTableProps): JSX.Element {
  const { classNames, judgement, words, percent, count, caption } = props;
  return (
    <Table
      caption={caption}
      head={[words.class, words.precision, words.recall, words.pictures]}
      rows={judgement.confusion.map((row, k) => [
        classNames[k] ?? "",
        percent(judgement.precision[k] ?? Number.NaN),
        percent(judgement.recall[k] ?? Number.NaN),
        count(row.reduce((sum, pictures) => sum + pictures, 0)),
      ])}
    />
  );
}
