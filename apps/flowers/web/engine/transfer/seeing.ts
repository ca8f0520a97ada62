/** The other workers' end of the one that computes features. */
import { wrap } from "comlink";
import type { FeaturesWork } from "./features-worker";

/** Features of a set that are being computed. */
export interface Seeing {
  /** A picture has come: `class/name`, or `nameOf` one of its forms. */
  see(path: string): void;
  /** No more will come. */
  end(): void;
  /** Leaves out what waits; resolves when nobody writes any more. */
  stop(): Promise<void>;
  /** Resolves when all is done, or stopped; rejects when it cannot be done. */
  readonly done: Promise<void>;
}

/** What this worker began last. */
let latest: Seeing | null = null;

/** Ends what {@link beginSeeing} began last; resolves when nobody writes any more. */
export async function stopSeeing(): Promise<void> {
  await latest?.stop();
}

/** Starts a worker for a set of pictures, in the app's private folder. It ends when all is done. */
export function beginSeeing(folder: string): Seeing {
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
  const done = Promise.race([work.run(folder), broken]).finally(() => worker.terminate());
  done.catch(() => undefined); // whoever needs the features finds them missing, and asks again
  latest = {
    see: (path) => void work.see([path]),
    end: () => void work.end(),
    stop: async () => {
      void work.stop();
      await done.catch(() => undefined);
    },
    done,
  };
  return latest;
}
