/** The camera's picture; the model is asked about it as often as it answers. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Failure } from "../../page/parts/failure";
import { openCamera, type Refusal, refusalOf } from "../../page/state/camera";
import { frameFile } from "./frame-file";
import { ask } from "./model";
import { words } from "./words";

export function Camera(): JSX.Element {
  const view = useRef<HTMLVideoElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    void film(view.current, ended.signal)
      .catch(refusalOf)
      .then((refused) => {
        if (refused && !ended.signal.aborted) setRefusal(refused);
      });
    return () => ended.abort();
  }, []);
  if (refusal !== null) return <Failure words={words[refusal]} />;
  return <video ref={view} autoplay playsInline muted aria-label={words.cameraView} />;
}

/** One frame of so many is compared with what was learned: each takes another look of the network. */
const comparedEvery = 4;

/** Shows the camera, and asks about one frame after the other until it is over; or why it cannot. */
async function film(view: HTMLVideoElement | null, over: AbortSignal): Promise<Refusal | void> {
  if (!view) return;
  const stream = await openCamera("environment");
  if (typeof stream === "string") return stream;
  const stop = (): void => stream.getTracks().forEach((track) => track.stop());
  if (over.aborted) return stop();
  over.addEventListener("abort", stop);
  view.srcObject = stream;
  await new Promise((resolve) => view.addEventListener("loadeddata", resolve, { once: true }));
  for (let frame = 0; !over.aborted; frame++) {
    await ask(frameFile(view), frame % comparedEvery === 0);
    await new Promise(requestAnimationFrame);
  }
}
