/** The values of a chart: a thin line across it for each, and the value beside it. */
import type { JSX } from "preact";

import type { Scale } from "./scale";

export interface ValueLinesProps {
  readonly scale: Scale;
  /** Where lines begin and end, in units of the drawing. */
  readonly left: number;
  readonly right: number;
  readonly words: (value: number) => string;
}

export function ValueLines({ scale, left, right, words }: ValueLinesProps): JSX.Element {
  return (
    <>
      {scale.ticks.map((value) => (
        <g key={value}>
          <line class="curve-grid" x1={left} x2={right} y1={scale.at(value)} y2={scale.at(value)} />
          <text class="curve-tick" x={left - 8} y={scale.at(value)} dy="0.32em" text-anchor="end">
            {words(value)}
          </text>
        </g>
      ))}
    </>
  );
}
