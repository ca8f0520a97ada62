/** A canvas that was drawn elsewhere, as a picture with a name. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface PictureProps {
  readonly canvas: HTMLCanvasElement;
  /** What it shows; empty for a picture that only decorates. */
  readonly name: string;
}

export function Picture({ canvas, name }: PictureProps): JSX.Element {
  const holder = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => holder.current?.replaceChildren(canvas), [canvas]);
  return name === "" ? (
    <span class="picture" ref={holder} aria-hidden="true" />
  ) : (
    <span class="picture" ref={holder} role="img" aria-label={name} />
  );
}
