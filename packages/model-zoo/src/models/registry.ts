/**
 * Models by name, and pretrained networks by name. A new one is one file that makes a {@link ModelEntry} or a
 * {@link BackboneEntry}, and one row in the tables below.
 */
import type * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import type { BackboneOptions } from "./backbone";
import { efficientNetLite0, efficientNetLite0Card } from "./efficientnet-lite0";
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

/** One pretrained network. */
export interface BackboneEntry {
  readonly card: ModelCard;
  readonly build: (options?: BackboneOptions) => Promise<tf.LayersModel>;
}

const backbones: readonly BackboneEntry[] = [
  { card: efficientNetLite0Card, build: efficientNetLite0 },
];

/**
 * Adds a model of yours.
 *
 * @throws ModelZooError `duplicate-name` if the name is taken
 */
export function registerModel(entry: ModelEntry): void {
  const { card, build } = (entry ?? {}) as Partial<ModelEntry>;
  if (typeof card?.name !== "string" || typeof build !== "function") {
    throw new ModelZooError(
      "invalid-argument",
      `registerModel: expected an entry of a card with a name and a function \`build\`. Received: ${JSON.stringify(entry)}`,
    );
  }
  const { name } = card;
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

/** Cards of all pretrained networks. */
export function backboneCards(): readonly ModelCard[] {
  return backbones.map(({ card }) => card);
}

/** `"efficientNetLite0"`, `"efficientnet-lite0"` and `"EfficientNet_Lite0"` are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, "");

/**
 * Makes a pretrained network without its last layer. The caller disposes of it.
 *
 * @param name as its card says it, capitals, dashes and underscores aside
 * @throws ModelZooError `unknown-name`, listing the names; what the network itself refuses
 * @example
 * ```ts
 * const base = await buildBackbone("efficientnet-lite0", { pooling: "avg" });
 * ```
 */
export async function buildBackbone(
  name: string,
  options?: BackboneOptions,
): Promise<tf.LayersModel> {
  const entry = backbones.find(({ card }) => plain(card.name) === plain(String(name)));
  if (entry) return entry.build(options);
  throw new ModelZooError(
    "unknown-name",
    `buildBackbone: no pretrained network is named "${name}". Known: ${backbones.map(({ card }) => card.name).join(", ")}.`,
  );
}
