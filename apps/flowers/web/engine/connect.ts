/** The page's end of its workers. */
import { wrap, type Remote } from "comlink";
import type { Studio, Training } from "./contract";
import type { Live } from "./contract/live";

/** Starts the worker for everything but training. */
export function connectStudio(): Remote<Studio> {
  return wrap<Studio>(
    new Worker(new URL("./studio.ts", import.meta.url), { type: "module", name: "studio" }),
  );
}

/** Starts the worker that trains. */
export function connectTraining(): Remote<Training> {
  return wrap<Training>(
    new Worker(new URL("./training.ts", import.meta.url), { type: "module", name: "training" }),
  );
}

/** Starts the worker that answers to what the camera sees. It is ended when the camera is closed. */
export function connectLive(): { readonly live: Remote<Live>; readonly end: () => void } {
  const worker = new Worker(new URL("./live.ts", import.meta.url), {
    type: "module",
    name: "live",
  });
  return { live: wrap<Live>(worker), end: () => worker.terminate() };
}
