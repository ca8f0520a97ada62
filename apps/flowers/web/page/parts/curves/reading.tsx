/** What a panel of the curves says at the place that is read. */
import type { JSX } from "preact";

import type { ModelKind } from "../../../engine/contract";

export interface ReadingRow {
  readonly kind: ModelKind;
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

export interface ReadingProps {
  readonly title: string;
  readonly rows: readonly ReadingRow[];
  /** Pixels from the left of the drawing. */
  readonly at: number;
  /** Of the drawing. */
  readonly width: number;
}

/** Below this width there is no room beside the rule. */
const roomBeside = 420;

/** On the side of the rule where there is more room. Screen readers hear the same of the slider. */
export function Reading({ title, rows, at, width }: ReadingProps): JSX.Element {
  const isRight = at < width / 2;
  const share = `${(100 * at) / width}%`;
  const style =
    width < roomBeside
      ? { left: share, translate: `-${share}`, marginInline: 0 } // never beyond an edge
      : isRight
        ? { left: share }
        : { right: `${(100 * (width - at)) / width}%` };
  return (
    <div class="curve-reading" style={style} aria-hidden="true">
      <p>{title}</p>
      <table>
        <thead>
          <tr>
            <td />
            {rows[0]?.values.map(({ name }) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, name, values }) => (
            <tr key={kind} data-kind={kind}>
              <th>{name}</th>
              {values.map(({ name: part, value }) => (
                <td key={part}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
