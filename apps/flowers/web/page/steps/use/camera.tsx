/** The camera, what the model says of it as it moves, and a button that takes one picture. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { percent, plainNumber } from "../../format/numbers";
import { CameraView } from "../../parts/camera-view";
import { Failure } from "../../parts/failure";
import { RankedBars } from "../../parts/ranked-bars";
import { beginLive, frameSide, live, liveFailure } from "../../state/live";
import { language, text } from "../../state/preferences";
import { modelsVersion } from "../../state/session";
import { clearPhotoAnswers } from "../../state/several";
import { answeringModel, classify } from "../../state/using";
import { takeFrame } from "./take-frame";

export function Camera({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const view = useRef<HTMLVideoElement>(null);
  const [ready, setReady] = useState(false);
  const words = text.value.use;
  const kind = answeringModel.value;
  const version = modelsVersion.value;
  useEffect(() => {
    return ready && kind && view.current ? beginLive(view.current, kind) : undefined;
  }, [ready, kind, version]);
  return (
    <div class="camera">
      <CameraView view={view} name={words.cameraView} onReady={setReady} />
      <div class="camera-side">
        <LiveAnswers waiting={ready && kind !== null} />
        <div class="actions">
          <button
            type="button"
            class="button primary"
            disabled={!ready}
            onClick={() => {
              if (view.current) void take(view.current);
            }}
          >
            {words.shoot}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {words.cameraOff}
          </button>
        </div>
      </div>
    </div>
  );
}

/** Asks about what the camera sees now, and shows the answer, which stands below the camera. */
async function take(view: HTMLVideoElement): Promise<void> {
  clearPhotoAnswers();
  await classify(await takeFrame(view, frameSide.value));
  document.querySelector("#use .answer")?.scrollIntoView({ block: "nearest" });
}

function LiveAnswers({ waiting }: { readonly waiting: boolean }): JSX.Element | null {
  const words = text.value.use;
  const spoken = language.value;
  const now = live.value;
  if (liveFailure.value !== null) return <Failure words={liveFailure.value} />;
  if (!now) return waiting ? <p class="hint">{words.looking}</p> : null;
  const { classNames, probabilities, perSecond } = now;
  return (
    <div class="live" data-per-second={perSecond.toFixed(1)}>
      <RankedBars
        names={classNames}
        shares={probabilities}
        words={(share) => percent(share, spoken, 0)}
        label={words.live}
      />
      <p class="hint figures">{words.perSecond(plainNumber(perSecond, spoken))}</p>
    </div>
  );
}
