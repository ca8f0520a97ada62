/** Answers to what the camera sees, one after the other, for as long as it is open. */
import { signal } from "@preact/signals";
import { transfer } from "comlink";

import { connectLive } from "../../engine/connect";
import type { ModelKind } from "../../engine/contract";
import { rate } from "../format/rate";
import { announce } from "./announcing";
import { keptSide, squareFrame } from "./camera";
import { sentence } from "./sentence";

/** What the model says now, in the order of its classes. */
export interface LiveState {
  readonly kind: ModelKind;
  readonly classNames: readonly string[];
  readonly probabilities: readonly number[];
  /** Answers a second, the mean of the last ones. */
  readonly perSecond: number;
}

/** null while nothing is answered. */
export const live = signal<LiveState | null>(null);
export const liveFailure = signal<string | null>(null);
/** Pixels a side of what the model looks at: a picture that is taken is the one that is answered. */
export const frameSide = signal(keptSide);

/** Answers whose times are averaged. */
const averaged = 12;

/** Asks about what the camera sees until the function that this gives is called. */
export function beginLive(video: HTMLVideoElement, kind: ModelKind): () => void {
  const { live: worker, end } = connectLive();
  let open = true;
  let next: Promise<ImageBitmap> | null = null;
  const steady = new SteadyAnswer();

  async function answerAll(): Promise<void> {
    const { classNames, side } = await worker.open(kind);
    frameSide.value = side;
    const times: number[] = [];
    while (open) {
      await shown();
      const frame = await (next ?? squareFrame(video, side));
      if (!open) return frame.close();
      const asked = worker.answer(transfer(frame, [frame]));
      next = squareFrame(video, side); // taken while the network looks at this one
      next.catch(() => undefined);
      const { probabilities } = await asked;
      if (!open) return;
      times.push(performance.now());
      if (times.length > averaged) times.shift();
      steady.note(classNames, probabilities);
      live.value = { kind, classNames, probabilities, perSecond: rate(times) };
      liveFailure.value = null;
    }
  }

  answerAll().catch((error: unknown) => {
    if (open) liveFailure.value = sentence(error);
  });
  return () => {
    open = false;
    live.value = null;
    liveFailure.value = null;
    void next?.then((frame) => frame.close()).catch(() => undefined);
    end();
  };
}

/** Answers in a row after which a class is told to those who do not see the bars. */
const steadyAfter = 12;

/** Tells screen readers the likeliest class when it has stayed the same for a while. */
class SteadyAnswer {
  #first = -1;
  #times = 0;

  note(classNames: readonly string[], probabilities: readonly number[]): void {
    const first = probabilities.indexOf(Math.max(...probabilities));
    this.#times = first === this.#first ? this.#times + 1 : 1;
    this.#first = first;
    if (this.#times === steadyAfter) announce(classNames[first] ?? "");
  }
}

/** Resolves when the page is in view: nobody sees the answers of a tab in the background. */
function shown(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
  });
}
