/** What the model says of the picture: each class with a bar, in the order of training, so that bars stay where they are. */
import type { JSX } from "preact";

import { percent } from "../../page/format/numbers";
import { Picture } from "../../page/parts/picture";
import { RankingBars } from "../../page/parts/ranking-bars";
import { looking, shown } from "./model";
import { about, words } from "./words";

/** More classes than these would not be read: the likeliest are shown. */
const mostBars = 10;

export function AnswerView({ live }: { readonly live: boolean }): JSX.Element {
  const answer = shown.value;
  const share = (value: number): string => percent(value, about.language, live ? 1 : 2);
  const [best] = answer?.ranking ?? [];
  return (
    <>
      {!live && answer && <Picture canvas={answer.canvas} name={words.seen} />}
      <section class="answer" aria-label={words.answer} aria-busy={looking.value}>
        <p class="answer-sentence" aria-live={live ? "off" : "polite"}>
          {best
            ? words.sentence(best.label, share(best.probability))
            : looking.value && words.looking}
        </p>
        <RankingBars
          label={words.classes}
          ranking={order(answer?.ranking ?? [])}
          words={(probability) => (answer ? share(probability) : "–")}
        />
      </section>
    </>
  );
}

interface Ranked {
  readonly label: string;
  readonly probability: number;
}

function order(ranking: readonly Ranked[]): readonly Ranked[] {
  const all = about.classNames.map(
    (label): Ranked => ranking.find((each) => each.label === label) ?? { label, probability: 0 },
  );
  if (all.length <= mostBars) return all;
  return (ranking.length > 0 ? ranking : all).slice(0, mostBars);
}
