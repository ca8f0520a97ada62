/** The confusion matrix. A cell opens its pictures. */
import type { JSX } from "preact";

import type { Judgement } from "../../../engine/contract";
import { plainNumber } from "../../format/numbers";
import { language, text } from "../../state/preferences";
import type { Cell } from "../../state/judging";

export interface ConfusionTableProps {
  readonly judgement: Judgement;
  readonly cell: Cell | null;
  /** Null where the pictures are not at hand. */
  readonly onCell: ((cell: Cell) => void) | null;
}

export function ConfusionTable({ judgement, cell, onCell }: ConfusionTableProps): JSX.Element {
  const words = text.value.judge;
  const { classNames, confusion } = judgement;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={words.confusion}>
      <table class="confusion">
        <caption>
          {words.confusion}{" "}
          <small class="hint">
            {words.confusionText} {onCell ? words.confusionOpen : ""}
          </small>
        </caption>
        <thead>
          <tr>
            <td />
            {classNames.map((name) => (
              <th key={name} scope="col">
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, truth) => (
            <tr key={truth}>
              <th scope="row">{classNames[truth]}</th>
              {row.map((pictures, guess) => (
                <ConfusionCell
                  key={guess}
                  pictures={pictures}
                  share={
                    pictures /
                    Math.max(
                      1,
                      row.reduce((sum, each) => sum + each, 0),
                    )
                  }
                  isRight={truth === guess}
                  isOpen={cell?.truth === truth && cell.guess === guess}
                  label={cellWords(classNames[truth] ?? "", classNames[guess] ?? "", pictures)}
                  onOpen={onCell && (() => onCell({ truth, guess }))}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellWords(truth: string, guess: string, pictures: number): string {
  const { cell } = text.value.judge;
  const count = plainNumber(pictures, language.value);
  return truth === guess ? cell.right(count, truth) : cell.wrong(count, truth, guess);
}

interface ConfusionCellProps {
  readonly pictures: number;
  /** Of the row. */
  readonly share: number;
  readonly isRight: boolean;
  readonly isOpen: boolean;
  readonly label: string;
  readonly onOpen: (() => void) | null;
}

function ConfusionCell(props: ConfusionCellProps): JSX.Element {
  const { pictures, share, isRight, isOpen, label, onOpen } = props;
  const count = plainNumber(pictures, language.value);
  return (
    <td
      data-right={isRight || undefined}
      data-empty={pictures === 0 || undefined}
      style={{ "--share": `${Math.round(100 * Math.sqrt(share))}%` }}
    >
      {pictures > 0 && onOpen ? (
        <button type="button" aria-label={label} aria-pressed={isOpen} onClick={onOpen}>
          {count}
        </button>
      ) : (
        <span>{count}</span>
      )}
    </td>
  );
}
