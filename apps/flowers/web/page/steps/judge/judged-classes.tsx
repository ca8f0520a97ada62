/** Precision and recall of each class, in the page's language. */
import type { JSX } from "preact";

import { ClassTable } from "../../../../tutorial/parts/class-table";
import type { Judgement } from "../../../engine/contract";
import { percent, plainNumber } from "../../format/numbers";
import { language, text } from "../../state/preferences";

export function JudgedClasses({ judgement }: { readonly judgement: Judgement }): JSX.Element {
  const words = text.value.judge;
  const spoken = language.value;
  return (
    <ClassTable
      classNames={judgement.classNames}
      judgement={judgement}
      words={words}
      percent={(share) => percent(share, spoken, 0)}
      count={(pictures) => plainNumber(pictures, spoken)}
      caption={
        <>
          {words.table} <small class="hint">{words.tableText}</small>
        </>
      }
    />
  );
}
