/** The two workers, made when they are first needed. */
import type { Remote } from "comlink";

import { connectStudio, connectTraining } from "../../engine/connect";
import type { Studio, Training } from "../../engine/contract";

let studioWorker: Remote<Studio> | undefined;
let trainingWorker: Remote<Training> | undefined;

/** Pictures, models, drawings. */
export function studio(): Remote<Studio> {
  return (studioWorker ??= connectStudio());
}

/** Runs. */
export function training(): Remote<Training> {
  return (trainingWorker ??= connectTraining());
}
