/** The other workers' end of the one that computes features. */
import { wrap } from "comlink";
import type { FeaturesWork } from "./features-worker";

/** A worker that computes features of a set. */
export interface Seeing {
  /** Of the set, in the app's private folder. */
  readonly folder: string;
  /** Pictures have come: ids, or `nameOf` one of their forms. */
  see(names: readonly string[]): void;
  /** Resolves when all that has come is done, or stopped; rejects when some of it cannot be done. */
  rest(): Promise<void>;
  /** Leaves out what waits, and ends; resolves when nobody writes any more. */
  stop(): Promise<void>;
}

/** Without work for this long, the worker and its network are let go. */
const idleMs = 60_000;

/** What this worker began last. */
let latest: Seeing | null = null;

/** Ends what {@link seeingOf} began last; resolves when nobody writes any more. */
export async function stopSeeing(): Promise<void> {
  await latest?.stop();
}

/** The worker for a set of pictures, in the app's private folder: the one at work on it, or a new one. It ends by itself. */
export function seeingOf(folder: string): Seeing {
  return latest?.folder === folder ? latest : (latest = begin(folder));
}

function begin(folder: string): Seeing {
  const worker = new Worker(new URL("./features-worker.ts", import.meta.url), {
    type: "module",
    name: "features",
  });
  const work = wrap<FeaturesWork>(worker);
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) =>
      reject(new Error(message || "A part of this page could not be loaded.")),
    );
  });
  broken.catch(() => undefined); // whoever waits hears of it
  void work.begin(folder);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(timer);
    worker.terminate();
    if (latest === seeing) latest = null;
  };
  const rest = (): Promise<void> => Promise.race([work.rest(), broken]);
  const endWhenIdle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void rest().then(end, end), idleMs);
  };
  const seeing: Seeing = {
    folder,
    see: (names) => {
      void work.see(names);
      endWhenIdle();
    },
    rest,
    stop: async () => {
      void work.stop();
      await rest().catch(() => undefined);
      end();
    },
  };
  endWhenIdle();
  return seeing;
}
