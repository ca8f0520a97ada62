/** A table whose first column names the row. */
import type { ComponentChildren, JSX } from "preact";

export interface TableProps {
  readonly head: readonly string[];
  /** Cells in the order of the head; the first one is the row's name. */
  readonly rows: readonly (readonly (string | number)[])[];
  readonly caption?: ComponentChildren;
}

export function Table({ head, rows, caption }: TableProps): JSX.Element {
  return (
    <div class="scroll">
      <table>
        {caption === undefined ? null : <caption>{caption}</caption>}
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
