/** Lets checkpoints of training be `.keras` files, without either package knowing the other. */
import type * as tf from "@tensorflow/tfjs";
import { saveKeras } from "./load-keras";

type Encoder = (
  trainer: unknown,
  options: { readonly model: tf.LayersModel },
) => Promise<Uint8Array>;

// The table of `registerModelFormat` in @flowers/training.
const key = Symbol.for("flowers.modelFormats");

/**
 * After it, `new ModelCheckpoint("best.keras")` of `@flowers/training` writes files that Keras 3 loads. Calling it again
 * changes nothing.
 *
 * @example
 * ```ts
 * registerKerasFormat();
 * const callbacks = [new ModelCheckpoint("best.keras", { saveBestOnly: true })];
 * ```
 */
export function registerKerasFormat(): void {
  const home = globalThis as { [key]?: Map<string, Encoder> };
  home[key] ??= new Map<string, Encoder>();
  home[key].set(".keras", (_, { model }) => saveKeras(model));
}
