/** A picture or a drawing with its caption. */
import type { ComponentChildren, JSX } from "preact";

export interface FigureProps {
  readonly caption: ComponentChildren;
  readonly children: ComponentChildren;
  /** Where the caption stands. */
  readonly captionAt?: "above" | "below";
  readonly class?: string;
}

export function Figure({
  caption,
  children,
  captionAt = "below",
  class: className,
}: FigureProps): JSX.Element {
  const words = <figcaption>{caption}</figcaption>;
  return (
    <figure class={className}>
      {captionAt === "above" ? words : null}
      {children}
      {captionAt === "below" ? words : null}
    </figure>
  );
}
