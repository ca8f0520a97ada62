/** Names with bars and values. */
import type { JSX } from "preact";

export interface Bar {
  readonly name: string;
  /** Length, 0 to 1. */
  readonly share: number;
  readonly value: string;
}

export interface BarsProps {
  readonly bars: readonly Bar[];
  readonly label: string;
}

export function Bars({ bars, label }: BarsProps): JSX.Element {
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({ name, share, value }) => (
        <li key={name}>
          <span class="bar-name">{name}</span>
          <span class="bar-track" aria-hidden="true">
            <span class="bar-fill" style={{ transform: `scaleX(${share})` }} />
          </span>
          <span class="bar-value">{value}</span>
        </li>
      ))}
    </ul>
  );
}
