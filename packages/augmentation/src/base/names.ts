/** Names and registration of layers: Keras's default names, and tfjs's registry of classes. */
import * as tf from "@tensorflow/tfjs";
import { AugmentationError } from "../errors";

const counts = new Map<string, number>();

/** Keras's snake case of a class name: `RandomFlip` becomes `random_flip`. */
export function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z0-9]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/**
 * The name of a new layer: the one given, else Keras's automatic one, `random_flip`, then `random_flip_1` ... An automatic
 * name is never one that a layer was given before, so that layers of both kinds can be in one model.
 */
export function layerName(className: string, given?: string | null): string {
  if (given) {
    const [, base = "", number = "0"] = /^(.*?)(?:_(\d+))?$/.exec(given) ?? [];
    counts.set(base, Math.max(counts.get(base) ?? 0, Number(number) + 1));
    return given;
  }
  const base = snakeCase(className.replace(/^Flowers>/, ""));
  const count = counts.get(base) ?? 0;
  counts.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

type LayerClass = Parameters<typeof tf.serialization.registerClass>[0];

/** Tells tfjs about a layer class, so that saved models that contain it can be loaded. Idempotent. */
export function registerLayerClass(layerClass: object): void {
  if (!Object.hasOwn(layerClass, "className")) return;
  const { className } = layerClass as LayerClass;
  const [known] = tf.serialization.SerializationMap.getMap().classNameMap[className] ?? [];
  if (known !== layerClass) tf.serialization.registerClass(layerClass as LayerClass);
}

/** Makes a layer of a registered class from its config, as tfjs does when it loads a model. */
export function layerFromConfig(className: string, config: tf.serialization.ConfigDict): object {
  const entry = tf.serialization.SerializationMap.getMap().classNameMap[className];
  if (!entry) {
    throw new AugmentationError(
      "unknown-choice",
      `Unknown layer class "${className}". Call registerLayers() before loading a model.`,
    );
  }
  const [layerClass, fromConfig] = entry;
  return fromConfig(layerClass, config);
}
