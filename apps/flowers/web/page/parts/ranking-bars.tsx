/** Every class that a model ranked, with a bar for its probability. */
import type { JSX } from "preact";

import { Bars } from "./bars";

export interface RankingBarsProps {
  readonly ranking: readonly { readonly label: string; readonly probability: number }[];
  readonly words: (probability: number) => string;
  /** What the bars are, for screen readers. */
  readonly label: string;
}

export function RankingBars({ ranking, words, label }: RankingBarsProps): JSX.Element {
  return (
    <Bars
      label={label}
      bars={ranking.map(({ label: name, probability }) => ({
        name,
        share: probability,
        value: words(probability),
      }))}
    />
  );
}
