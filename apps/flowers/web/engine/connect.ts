/** The page's end of its workers. */
import { wrap, type Remote } from "comlink";
import type { Studio, Training } from "./contract";

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
