/** The worker that answers to what the camera sees. */
import { exposeTold } from "./expose-told";
import type { Live } from "./contract/live";
import type { Answerer } from "./live/answerer";
import { turns } from "./turns";

let answerer: Promise<Answerer> | null = null;

/** A model is not let go while it is asked. */
const inTurn = turns();

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
