/** Pictures of the validation part with what the model said of them: of one cell, or the worst mistakes. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { Answers, ModelKind, PictureId } from "../../../engine/contract";
import { plainNumber } from "../../format/numbers";
import { Failure } from "../../parts/failure";
import { type Cell, openCell, picturesIn } from "../../state/judging";
import { language, text } from "../../state/preferences";
import { ChangedPictures } from "./changed-pictures";
import { ReviewedPicture } from "./reviewed-picture";
import { isOutdated, reviewFailure, reviewPictures } from "../../state/reviewing";

/** Pictures that are shown at first, and more of them at each wish. */
const atOnce = 12;

export interface ReviewProps {
  readonly kind: ModelKind;
  readonly answers: Answers & { readonly ids: readonly PictureId[] };
  readonly cell: Cell | null;
}

export function Review({ kind, answers, cell }: ReviewProps): JSX.Element {
  const words = text.value.judge;
  const [most, setMost] = useState(atOnce);
  useEffect(() => setMost(atOnce), [answers, cell]);
  const all = picturesIn(answers, cell);
  const shown = all.slice(0, most);
  const ids = shown.map(({ index }) => answers.ids[index] ?? "");
  useEffect(() => reviewPictures(ids), [ids.join("\n")]);
  const name = (index: number): string => answers.classNames[index] ?? "";
  return (
    <div class="mistakes" data-cell={cell ? `${cell.truth}-${cell.guess}` : undefined}>
      <div class="card-head">
        <h3>{cell ? cellTitle(name(cell.truth), name(cell.guess)) : words.mistakes}</h3>
        {cell && (
          <button type="button" class="button quiet" onClick={() => (openCell.value = null)}>
            {words.allMistakes}
          </button>
        )}
      </div>
      <p class="hint">{cell ? cellHint(cell, all.length) : mistakesHint(all.length)}</p>
      <ul>
        {shown.map((answered) => (
          <ReviewedPicture
            key={answered.index}
            answered={answered}
            id={answers.ids[answered.index] ?? ""}
            name={name}
          />
        ))}
      </ul>
      {all.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + 2 * atOnce)}>
          {words.more(plainNumber(all.length - most, language.value))}
        </button>
      )}
      {isOutdated(kind) && <ChangedPictures kind={kind} />}
      <Failure words={reviewFailure.value} />
    </div>
  );
}

function cellTitle(truth: string, guess: string): string {
  const words = text.value.judge;
  return truth === guess ? words.cellTitle.right(truth) : words.mistake(truth, guess);
}

function cellHint({ truth, guess }: Cell, pictures: number): string {
  const words = text.value.judge;
  if (truth !== guess) return words.mistakesText;
  return pictures > 1 ? words.rightText : "";
}

function mistakesHint(pictures: number): string {
  const words = text.value.judge;
  return pictures === 0 ? words.noMistakes : words.mistakesText;
}
