/** Models by name. A new model is one file that makes a {@link ModelEntry}, and one line in the list below. */
import type * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import type { ModelCard } from "./model-card";
import { threeBlockCnn, threeBlockCnnCard } from "./three-block-cnn";

/** What every model of the registry takes; a model may take more. */
export interface CommonModelOptions {
  /** `[height, width]` in pixels. */
  readonly imageSize?: readonly [height: number, width: number];
  readonly numClasses: number;
  readonly augmentation?: boolean | readonly tf.layers.Layer[];
}

/** One model of the registry. */
export interface ModelEntry {
  readonly card: ModelCard;
  readonly build: (options: CommonModelOptions) => tf.LayersModel;
}

const entries = new Map<string, ModelEntry>([
  ["threeBlockCnn", { card: threeBlockCnnCard, build: threeBlockCnn }],
]);

/**
 * Adds a model of yours.
 *
 * @throws ModelZooError `duplicate-name` if the name is taken
 */
export function registerModel(entry: ModelEntry): void {
  const { name } = entry.card;
  if (entries.has(name)) {
    throw new ModelZooError(
      "duplicate-name",
      `registerModel: a model named "${name}" is registered already.`,
    );
  }
  entries.set(name, entry);
}

/** Cards of all registered models. */
export function modelCards(): readonly ModelCard[] {
  return [...entries.values()].map(({ card }) => card);
}

/**
 * Makes a registered model. The caller disposes of it.
 *
 * @throws ModelZooError `unknown-name`, listing the names
 */
export function buildModel(name: string, options: CommonModelOptions): tf.LayersModel {
  const entry = entries.get(name);
  if (!entry) {
    throw new ModelZooError(
      "unknown-name",
      `buildModel: no model is named "${name}". Known: ${[...entries.keys()].join(", ")}.`,
    );
  }
  return entry.build(options);
}
