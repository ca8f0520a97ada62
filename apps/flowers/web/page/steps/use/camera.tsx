/** The camera's picture, and a button that takes one of it. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Failure } from "../../parts/failure";
import { text } from "../../state/preferences";
import { classify } from "../../state/using";
import { takeFrame } from "./take-frame";

type Refusal = "cameraRefused" | "cameraMissing" | "cameraInsecure" | "cameraBusy";

/** Why there is no picture, by the error's name as the Media Capture standard gives it. */
function refusalOf(error: unknown): Refusal {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "cameraRefused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "cameraMissing";
  return "cameraBusy";
}

export function Camera({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const view = useRef<HTMLVideoElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [ready, setReady] = useState(false);
  const words = text.value.use;

  useEffect(() => {
    let open = true;
    let stream: MediaStream | undefined;
    async function start(): Promise<void> {
      // Absent on pages that are not secure, whatever the typings say.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (!devices) return setRefusal("cameraInsecure");
      try {
        stream = await devices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      } catch (error) {
        if (open) setRefusal(refusalOf(error));
        return;
      }
      if (open && view.current) view.current.srcObject = stream;
      else stream.getTracks().forEach((track) => track.stop());
    }
    void start();
    return () => {
      open = false;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);

  return (
    <div class="camera">
      {refusal === null && (
        <video
          ref={view}
          autoplay
          playsInline
          muted
          aria-label={words.cameraView}
          onLoadedData={() => setReady(true)}
        />
      )}
      <Failure words={refusal && words[refusal]} />
      <div class="actions">
        {refusal === null && (
          <button
            type="button"
            class="button primary"
            disabled={!ready}
            onClick={() => {
              if (view.current) void takeFrame(view.current).then(classify);
            }}
          >
            {words.shoot}
          </button>
        )}
        <button type="button" class="button" onClick={onClose}>
          {words.cameraOff}
        </button>
      </div>
    </div>
  );
}
