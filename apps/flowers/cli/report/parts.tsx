/** The pieces that the report's chapters are put together from. */
import type { ComponentChildren, JSX } from "preact";

/** A table whose first column names the row; numbers stand right. */
export function Table({
  head,
  rows,
}: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}): JSX.Element {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            {head.map((cell) => (
              <th scope="col">{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr>
              <th scope="row">{name}</th>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A plot with its caption. `svg` is markup of our own plot package, and goes in as it is. */
export function Plot({
  svg,
  caption,
}: {
  readonly svg: string;
  readonly caption: string;
}): JSX.Element {
  const markup = { __html: svg.replace(/^<\?xml[^>]*>\s*/, "") };
  return (
    <figure>
      <div dangerouslySetInnerHTML={markup} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** A photo with its caption. */
export function Photo({
  uri,
  alt,
  children,
}: {
  readonly uri: string;
  readonly alt: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <figure>
      <img src={uri} alt={alt} />
      <figcaption>{children}</figcaption>
    </figure>
  );
}
