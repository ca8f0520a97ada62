/** Names with bars that grow and change places: the likeliest is on top. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import { ranksOf } from "./ranking";

export interface RankedBarsProps {
  readonly names: readonly string[];
  /** 0 to 1, one for each name. */
  readonly shares: readonly number[];
  readonly words: (share: number) => string;
  readonly label: string;
  /** Rows that are shown; the others are below them. */
  readonly most?: number;
}

export function RankedBars({
  names,
  shares,
  words,
  label,
  most = 6,
}: RankedBarsProps): JSX.Element {
  const previous = useRef<readonly number[]>([]);
  const ranks = (previous.current = ranksOf(shares, previous.current));
  const rows = Math.min(most, names.length);
  return (
    <ul class="ranked-bars" aria-label={label} style={{ "--rows": rows }}>
      {names.map((name, at) => {
        const rank = ranks[at] ?? 0;
        const share = shares[at] ?? 0;
        return (
          <li
            key={name}
            data-first={rank === 0 || undefined}
            style={{ "--rank": rank }}
            hidden={rank >= rows}
          >
            <span class="bar-name">{name}</span>
            <span class="bar-value">{words(share)}</span>
            <span class="bar-track" aria-hidden="true">
              <span class="bar-fill" style={{ transform: `scaleX(${share})` }} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
