/** A photo with what each place of it spoke for a class laid over it. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { WhereLooked } from "../../../engine/contract";
import { heatPixels } from "../../format/heat";

export interface HeatOverlayProps {
  readonly canvas: HTMLCanvasElement;
  readonly map: WhereLooked;
  /** What it shows. */
  readonly name: string;
}

/** The grid is drawn at its own size and enlarged by the browser, which smooths it. */
export function HeatOverlay({ canvas, map, name }: HeatOverlayProps): JSX.Element {
  const photo = useRef<HTMLSpanElement>(null);
  const heat = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => photo.current?.replaceChildren(canvas), [canvas]);
  useLayoutEffect(() => {
    const context = heat.current?.getContext("2d");
    context?.putImageData(new ImageData(heatPixels(map.values), map.width, map.height), 0, 0);
  }, [map]);
  return (
    <span class="picture heat" role="img" aria-label={name}>
      <span ref={photo} />
      <canvas ref={heat} width={map.width} height={map.height} />
    </span>
  );
}
