/** What the model says of the picture: each class with a bar, in the order of training, so that bars stay where they are. */
import type { JSX } from "preact";

import { isGiven } from "../../../tutorial/confidence-threshold";
import { percent } from "../../page/format/numbers";
import { Picture } from "../../page/parts/picture";
import { RankingBars } from "../../page/parts/ranking-bars";
import { UnseenNote } from "../../page/parts/unseen-note";
import { looking, novelty, shown } from "./model";
import { about, explain, words } from "./words";

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
        <div aria-live={live ? "off" : "polite"}>
          <UnseenNote novelty={novelty.value} words={explain} language={about.language} />
          <p class="answer-sentence">
            {best ? sentence(best, share) : looking.value && words.looking}
          </p>
        </div>
        <RankingBars
          label={words.classes}
          ranking={order(answer?.ranking ?? [])}
          words={(probability) => (answer ? share(probability) : "–")}
        />
      </section>
    </>
  );
}

/** What is said of the likeliest class: less where it is less sure than the visitor asked for. */
function sentence({ label, probability }: Ranked, share: (value: number) => string): string {
  const { threshold } = about;
  return isGiven(probability, threshold)
    ? words.sentence(label, share(probability))
    : words.unsure(label, share(probability), percent(threshold, about.language, 0));
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
