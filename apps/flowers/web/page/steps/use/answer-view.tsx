/** What the model says of a photo. */
import type { JSX } from "preact";

import { percent } from "../../format/numbers";
import { Bars } from "../../parts/bars";
import { Picture } from "../../parts/picture";
import { language, text } from "../../state/preferences";
import { answer, answerSentence, looking } from "../../state/using";

export function AnswerView(): JSX.Element | null {
  const words = text.value.use;
  const said = answer.value;
  if (!said) return looking.value ? <p class="empty">{words.looking}</p> : null;
  return (
    <div class="card answer" aria-busy={looking.value} data-kind={said.kind}>
      <Picture canvas={said.canvas} name={words.seen(said.label)} />
      <div>
        <h3 class="for-readers">{words.result}</h3>
        <p class="answer-sentence">{answerSentence(said)}</p>
        <Bars
          label={words.ranking}
          bars={said.ranking.map(({ label, probability }) => ({
            name: label,
            share: probability,
            value: percent(probability, language.value, 2),
          }))}
        />
      </div>
    </div>
  );
}
