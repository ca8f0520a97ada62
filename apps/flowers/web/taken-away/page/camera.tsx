/** The camera's picture; the model is asked about it as often as it answers. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Failure } from "../../page/parts/failure";
import { frameFile } from "./frame-file";
import { ask } from "./model";
import { words } from "./words";

type Refusal = "cameraRefused" | "cameraMissing" | "cameraInsecure" | "cameraBusy";

/** Why there is no picture, by the error's name as the Media Capture standard gives it. */
function refusalOf(error: unknown): Refusal {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "cameraRefused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "cameraMissing";
  return "cameraBusy";
}

export function Camera(): JSX.Element {
  const view = useRef<HTMLVideoElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    film(view.current, ended.signal).catch((error: unknown) => {
      if (!ended.signal.aborted) setRefusal(refusalOf(error));
    });
    return () => ended.abort();
  }, []);
  const open = Boolean(navigator.mediaDevices as MediaDevices | undefined);
  if (!open) return <Failure words={words.cameraInsecure} />;
  if (refusal !== null) return <Failure words={words[refusal]} />;
  return <video ref={view} autoplay playsInline muted aria-label={words.cameraView} />;
}

/** Shows the camera, and asks about one frame after the other until it is over. */
async function film(view: HTMLVideoElement | null, over: AbortSignal): Promise<void> {
  if (!view) return;
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
    audio: false,
  });
  const stop = (): void => stream.getTracks().forEach((track) => track.stop());
  if (over.aborted) return stop();
  over.addEventListener("abort", stop);
  view.srcObject = stream;
  await new Promise((resolve) => view.addEventListener("loadeddata", resolve, { once: true }));
  while (!over.aborted) {
    await ask(frameFile(view));
    await new Promise(requestAnimationFrame);
  }
}
