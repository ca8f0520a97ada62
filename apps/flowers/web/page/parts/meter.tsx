/** How far something has come. */
import type { JSX } from "preact";

export interface MeterProps {
  readonly label: string;
  /** 0 to 1; null while it is unknown. */
  readonly share: number | null;
  /** The same in words. */
  readonly words: string;
}

export function Meter({ label, share, words }: MeterProps): JSX.Element {
  return (
    <div
      class="meter"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(100 * share)}
      aria-valuetext={words}
      data-unknown={share === null || undefined}
    >
      <span style={{ transform: `scaleX(${share ?? 0.3})` }} />
    </div>
  );
}
