/** What the model says of a photo. */
import type { JSX } from "preact";

import { percent } from "../../format/numbers";
import { RankingBars } from "../../parts/ranking-bars";
import { UnseenNote } from "../../parts/unseen-note";
import { resembled } from "../../state/explaining";
import { language, text } from "../../state/preferences";
import { answer, answerSentence, looking } from "../../state/using";
import { LookedPicture } from "./looked-picture";
import { Resemblance } from "./resemblance";

export function AnswerView(): JSX.Element | null {
  const words = text.value.use;
  const said = answer.value;
  if (!said) return looking.value ? <p class="empty">{words.looking}</p> : null;
  return (
    <div class="card answer" aria-busy={looking.value} data-kind={said.kind}>
      <LookedPicture answer={said} />
      <div>
        <h3 class="for-readers">{words.result}</h3>
        <UnseenNote
          novelty={resembled.value}
          words={text.value.explain}
          language={language.value}
        />
        <p class="answer-sentence">{answerSentence(said)}</p>
        <RankingBars
          label={words.ranking}
          ranking={said.ranking}
          words={(probability) => percent(probability, language.value, 2)}
        />
      </div>
      <Resemblance />
    </div>
  );
}
