/** The page's sign: a five-petalled flower. */
import type { JSX } from "preact";

const petals = [0, 72, 144, 216, 288];

export function FlowerMark(): JSX.Element {
  return (
    <svg class="flower-mark" viewBox="-12 -12 24 24" aria-hidden="true">
      {petals.map((angle) => (
        <ellipse key={angle} cx="0" cy="-6" rx="3.6" ry="5.2" transform={`rotate(${angle})`} />
      ))}
      <circle r="2.8" />
    </svg>
  );
}
