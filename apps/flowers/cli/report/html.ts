/** The few pieces of HTML that the report is put together from. Every text is escaped here and nowhere else. */

/** A piece of finished HTML. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type HtmlValue = string | number | Html | readonly HtmlValue[];

function render(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(render).join("");
  return String(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Template tag: interpolated strings are escaped, interpolated {@link Html} is kept. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.reduce((out, part, i) => out + render(values[i - 1] ?? "") + part));
}

/** A table whose first column names the row; numbers stand right. */
export function table(head: readonly string[], rows: readonly (readonly HtmlValue[])[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A picture with its caption. `svg` is trusted markup of our own plot package. */
export function figure(svg: string, caption: string): Html {
  return html`<figure>
    ${new Html(svg.replace(/^<\?xml[^>]*>\s*/, ""))}
    <figcaption>${caption}</figcaption>
  </figure>`;
}
