/** A drawing of the studio's, redrawn when its numbers, its width or the light change. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Appearance } from "../../engine/contract";
import { latest } from "../state/latest";
import { dark, language } from "../state/preferences";
import { sentence } from "../state/sentence";
import { Failure } from "./failure";

export interface DrawingProps {
  /** Gives SVG text. A new function asks for a new drawing. */
  readonly draw: (appearance: Appearance) => Promise<string>;
  /** The same in words. */
  readonly alt: string;
  /** Its height for a width, to keep the place until it is drawn. */
  readonly height: (width: number) => number;
  /** Pixels that it does not grow beyond. */
  readonly maxWidth?: number;
}

interface Shown {
  readonly address: string;
  readonly ratio: number | null;
}

export function Drawing({ draw, alt, height, maxWidth = 960 }: DrawingProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [shown, setShown] = useState<Shown | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  useLayoutEffect(() => {
    if (!place.current) return;
    // Steps of 16 pixels: dragging a window's edge does not ask for a drawing at every pixel.
    const fit = (room: number): void => setWidth(Math.floor(Math.min(maxWidth, room) / 16) * 16);
    fit(place.current.clientWidth); // before anything is painted
    const observer = new ResizeObserver(([entry]) => fit(entry?.contentRect.width ?? 0));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [maxWidth]);

  const redraw = useMemo(
    () =>
      latest(
        async (ask: DrawingProps["draw"], appearance: Appearance) => {
          const svg = await ask(appearance);
          const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
          setShown((previous) => {
            if (previous) URL.revokeObjectURL(previous.address);
            return { address, ratio: svgRatio(svg) };
          });
          setFailure(null);
        },
        (error) => setFailure(sentence(error)),
      ),
    [],
  );

  const isDark = dark.value;
  const spoken = language.value;
  useEffect(() => {
    if (width >= 240) redraw(draw, { dark: isDark, width, language: spoken });
  }, [draw, width, isDark, spoken]);

  const room = shown?.ratio
    ? { aspectRatio: String(shown.ratio) }
    : { height: shown ? "auto" : `${height(width)}px` };
  return (
    <div class="drawing" ref={place} style={{ ...room, maxWidth: `${maxWidth}px` }}>
      {shown && <img src={shown.address} alt={alt} />}
      <Failure words={failure} />
    </div>
  );
}

function svgRatio(svg: string): number | null {
  const head = svg.slice(0, 400);
  const width = Number(/\swidth="([\d.]+)/.exec(head)?.[1]);
  const height = Number(/\sheight="([\d.]+)/.exec(head)?.[1]);
  return width > 0 && height > 0 ? width / height : null;
}
