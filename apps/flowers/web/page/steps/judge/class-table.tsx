/** Precision and recall of each class, and what its pictures were taken for. */
import type { JSX } from "preact";

import type { Judgement } from "../../../engine/contract";
import { percent, plainNumber } from "../../format/numbers";
import { language, text } from "../../state/preferences";

export function ClassTable({ judgement }: { readonly judgement: Judgement }): JSX.Element {
  const words = text.value.judge;
  const spoken = language.value;
  const names = judgement.classNames;
  return (
    <div class="class-table">
      <table>
        <caption>
          {words.table} <small class="hint">{words.tableText}</small>
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.class}</th>
            <th scope="col">{words.precision}</th>
            <th scope="col">{words.recall}</th>
            <th scope="col">{words.pictures}</th>
          </tr>
        </thead>
        <tbody>
          {judgement.confusion.map((row, at) => (
            <tr key={names[at]}>
              <th scope="row">{names[at]}</th>
              <td>{percent(judgement.precision[at], spoken, 0)}</td>
              <td>{percent(judgement.recall[at], spoken, 0)}</td>
              <td>
                {plainNumber(
                  row.reduce((sum, count) => sum + count, 0),
                  spoken,
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
