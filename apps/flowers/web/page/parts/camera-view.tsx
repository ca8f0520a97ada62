/** What the camera sees, as a square; or why it sees nothing. */
import type { JSX, RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

import { type Facing, hasOtherCamera, isMirrored, openCamera, type Refusal } from "../state/camera";
import { text } from "../state/preferences";
import { Failure } from "./failure";

export interface CameraViewProps {
  readonly view: RefObject<HTMLVideoElement | null>;
  readonly name: string;
  /** Called when there are pictures to be had, and when there are none any more. */
  readonly onReady: (ready: boolean) => void;
}

export function CameraView({ view, name, onReady }: CameraViewProps): JSX.Element {
  const [facing, setFacing] = useState<Facing>("environment");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [mirrored, setMirrored] = useState(false);
  const [canTurn, setCanTurn] = useState(false);
  const { use, own } = text.value;

  useEffect(() => {
    let open = true;
    let stream: MediaStream | undefined;
    async function start(): Promise<void> {
      const opened = await openCamera(facing);
      if (typeof opened === "string") {
        if (open) setRefusal(opened);
        return;
      }
      stream = opened;
      if (!open || !view.current) return stop();
      view.current.srcObject = stream;
      setMirrored(isMirrored(stream));
      setCanTurn(await hasOtherCamera());
    }
    function stop(): void {
      stream?.getTracks().forEach((track) => track.stop());
    }
    void start();
    return () => {
      open = false;
      onReady(false);
      stop();
    };
  }, [facing]);

  if (refusal !== null) return <Failure words={use[refusal]} />;
  return (
    <div class="camera-view">
      <video
        ref={view}
        autoplay
        playsInline
        muted
        aria-label={name}
        data-mirrored={mirrored || undefined}
        onLoadedData={() => onReady(true)}
      />
      {canTurn && (
        <button
          type="button"
          class="button turn"
          onClick={() => setFacing(facing === "user" ? "environment" : "user")}
        >
          {own.otherCamera}
        </button>
      )}
    </div>
  );
}
