/** Layers of other packages of this family, found in tfjs's own registry. */
import * as tf from "@tensorflow/tfjs";
import { camelCase, isObject } from "../config/json";
import type { JsonObject, JsonValue } from "../types";

type LayerClass = (new (options: Record<string, unknown>) => tf.layers.Layer) & {
  readonly className: string;
  readonly kerasModule?: string;
};

/** What every Keras layer writes and ours have no use for. */
const unused = new Set(["dtype", "batch_input_shape", "build_input_shape", "quantization_config"]);

function find(className: string): LayerClass | undefined {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  for (const name of [`Flowers>${className}`, className]) {
    const found = classNameMap[name]?.[0] as unknown as LayerClass | undefined;
    if (found && Object.hasOwn(found, "kerasModule") && !found.className.startsWith("KerasFormat>"))
      return found;
  }
  return undefined;
}

/**
 * A factory for a layer of ours that a program has registered (`registerClasses()` of `@flowers/model-zoo`, or by making one):
 * a class with a static `kerasModule`, whose options are Keras's arguments in camel case.
 */
export function registeredLayer(
  className: string,
): ((config: JsonObject) => tf.layers.Layer) | undefined {
  const made = find(className);
  if (!made) return undefined;
  return (config) => {
    const options = Object.entries(config)
      .filter(([key, value]) => value !== null && !unused.has(key))
      .map(([key, value]): [string, JsonValue] => [camelCase(key), functionName(value)]);
    return new made(Object.fromEntries(options));
  };
}

/** Keras writes some activations as functions with their name. */
const functionName = (value: JsonValue): JsonValue =>
  isObject(value) && value["class_name"] === "function" ? (value["config"] ?? value) : value;
