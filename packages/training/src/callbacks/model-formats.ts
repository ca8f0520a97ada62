/** Formats of whole models that other packages write, by the ending of the file's name. */
import type * as tf from "@tensorflow/tfjs";
import type { Trainer } from "../trainer/trainer";
import { TrainingError } from "../errors";
import { show } from "../options";

/** Gives the bytes of a checkpoint file: of `model`, which is the trainer's unless {@link ModelCheckpoint} was given another. */
export type CheckpointEncoder = (
  trainer: Trainer,
  options: { readonly weightsOnly: boolean; readonly model: tf.LayersModel },
) => Uint8Array | Promise<Uint8Array>;

// One table for all copies of this package, and for packages that do not import it.
const key = Symbol.for("flowers.modelFormats");

function formats(): Map<string, CheckpointEncoder> {
  const home = globalThis as { [key]?: Map<string, CheckpointEncoder> };
  return (home[key] ??= new Map<string, CheckpointEncoder>());
}

/**
 * Lets {@link ModelCheckpoint} write files of this ending.
 *
 * @param ending such as `".keras"`
 * @example
 * ```ts
 * registerModelFormat(".keras", (trainer, { model }) => saveKeras(model));
 * new ModelCheckpoint("best.keras", { saveBestOnly: true });
 * ```
 */
export function registerModelFormat(ending: string, encode: CheckpointEncoder): void {
  if (typeof ending !== "string" || ending === "" || typeof encode !== "function") {
    throw new TrainingError(
      "invalid-argument",
      `registerModelFormat: expected a path's ending and a function that encodes a model; received ${show(ending)} and ${show(encode)}.`,
    );
  }
  formats().set(ending, encode);
}

/** What writes files of a path's ending, if anything was registered. */
export function modelFormat(path: string): CheckpointEncoder | null {
  const found = [...formats()].find(([ending]) => path.endsWith(ending));
  return found ? found[1] : null;
}
