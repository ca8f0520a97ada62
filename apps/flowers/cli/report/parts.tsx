/** Pictures in the report: it is one file, so they stand in the page itself. */
import type { ComponentChildren, JSX } from "preact";
import { Figure } from "../../tutorial/parts/figure";

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
    <Figure caption={caption}>
      <div dangerouslySetInnerHTML={markup} />
    </Figure>
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
    <Figure caption={children}>
      <img src={uri} alt={alt} />
    </Figure>
  );
}
