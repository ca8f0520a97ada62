/** The worker that answers to what the camera sees. */
import { exposeTold } from "./expose-told";
import type { Live } from "./contract/live";
import type { Answerer } from "./live/answerer";

let answerer: Promise<Answerer> | null = null;

/** Answers come one after the other: a model is not let go while it is asked. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}

async function letGo(): Promise<void> {
  (await answerer?.catch(() => null))?.dispose();
  answerer = null;
}

const live: Live = {
  open: (kind) =>
    inTurn(async () => {
      await letGo();
      const { openAnswerer } = await import("./live/answerer");
      answerer = openAnswerer(kind);
      const { classNames, side } = await answerer;
      return { classNames, side };
    }),

  answer: (frame) =>
    inTurn(async () => {
      try {
        if (!answerer) throw new Error("No model was chosen to answer.");
        return { probabilities: await (await answerer).answer(frame) };
      } finally {
        frame.close();
      }
    }),

  close: () => inTurn(letGo),
};

exposeTold(live);
