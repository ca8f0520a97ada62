/** One picture of the example: a part of the file that has them all. */
import type { JSX } from "preact";

import type { Example } from "../state/example";

export interface TileProps {
  readonly example: Example;
  /** Its number in the file. */
  readonly at: number;
  /** What it shows; empty where the words beside it say so. */
  readonly name: string;
}

export function Tile({ example, at, name }: TileProps): JSX.Element {
  const { columns, count } = example.size;
  const rows = Math.ceil(count / columns);
  const share = (place: number, of: number): string => `${of < 2 ? 0 : (100 * place) / (of - 1)}%`;
  const style = {
    backgroundImage: `url("${example.picturesAddress}")`,
    backgroundSize: `${100 * columns}% ${100 * rows}%`,
    backgroundPosition: `${share(at % columns, columns)} ${share(Math.floor(at / columns), rows)}`,
  };
  return name === "" ? (
    <span class="picture tile" style={style} aria-hidden="true" />
  ) : (
    <span class="picture tile" style={style} role="img" aria-label={name} />
  );
}
