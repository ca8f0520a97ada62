/** The camera of a class, and the button that takes pictures for as long as it is held. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { CameraView } from "../../parts/camera-view";
import { filmedClass } from "../../state/class-at-hand";
import { beginBurst, shooting } from "../../state/filming";
import { text } from "../../state/preferences";

export function Capture({ className }: { readonly className: string }): JSX.Element {
  const view = useRef<HTMLVideoElement>(null);
  const end = useRef<(() => void) | null>(null);
  const [ready, setReady] = useState(false);
  const words = text.value.own;

  const begin = (): void => {
    if (!end.current && ready && view.current) end.current = beginBurst(view.current, className);
  };
  const stop = (): void => {
    end.current?.();
    end.current = null;
  };
  // Whatever ends the view ends the burst.
  useEffect(() => stop, [className]);
  useEffect(() => {
    if (!ready) stop();
  }, [ready]);

  return (
    <div class="capture">
      <CameraView view={view} name={words.filming(className)} onReady={setReady} />
      <div class="capture-side">
        <button
          type="button"
          class="button primary shutter"
          disabled={!ready}
          data-held={shooting.value || undefined}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            begin();
          }}
          onPointerUp={stop}
          onPointerCancel={stop}
          onLostPointerCapture={stop}
          onContextMenu={(event) => event.preventDefault()} // a long press on a phone
          onKeyDown={(event) => {
            if (event.key !== " " && event.key !== "Enter") return;
            event.preventDefault();
            begin();
          }}
          onKeyUp={stop}
          onBlur={stop}
          onClick={(event) => {
            // A press that is no press of a pointer or a key, as assistive technology makes it: one picture.
            if (event.detail !== 0 || end.current) return;
            begin();
            stop();
          }}
        >
          {words.hold}
        </button>
        <p class="hint">{words.holdHint}</p>
        <button type="button" class="button" onClick={() => (filmedClass.value = null)}>
          {words.closeCamera}
        </button>
      </div>
    </div>
  );
}
