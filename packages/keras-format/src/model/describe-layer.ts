/** The configuration that Keras would write of a tfjs layer. */
import type * as tf from "@tensorflow/tfjs";
import { kerasActivation } from "../config/activations";
import { bareName, kerasObject, settingsOf, snakeKey, toJson } from "../config/json";
import { objectToKeras, snakeConfig } from "../config/objects";
import { KerasFormatError } from "../errors";
import { OperationLayer } from "../layers/operation-layer";
import type { Field } from "../layers/row";
import { rowOf } from "../layers/table";
import type { JsonObject, JsonValue } from "../types";

/** Gives the Keras configuration of a layer, without `name`, `trainable` and `dtype`. */
export type LayerDescriber = (layer: tf.layers.Layer) => JsonObject;

/** What stands for a layer in `config.json`, without `inbound_nodes`. */
export interface Described {
  readonly module: string;
  readonly className: string;
  readonly config: JsonObject;
}

const unsupported = (message: string): KerasFormatError =>
  new KerasFormatError("unsupported", `fromLayersModel: ${message}`);

/**
 * Whether a layer that stock tfjs lacks is one of Keras's: its class says so itself, with a static `kerasModule` of its own,
 * and its `getConfig` has Keras's arguments in camel case.
 */
const saysKeras = ({ constructor }: tf.layers.Layer): boolean =>
  Object.hasOwn(constructor, "kerasModule");

/** A layer that holds its configuration as Keras wrote it. */
const kerasConfig = (layer: tf.layers.Layer): JsonObject | undefined =>
  (layer as { readonly keras?: JsonObject }).keras;

/** @throws KerasFormatError `unsupported` for a layer or a setting that Keras lacks, by name */
export function describeLayer(
  layer: tf.layers.Layer,
  describers: Readonly<Record<string, LayerDescriber>>,
): Described {
  if (layer instanceof OperationLayer) {
    const { module, operation, config } = layer.kerasCall;
    return { module, className: operation, config: { ...config, name: layer.name } };
  }
  const className = bareName(layer.getClassName());
  const own = settings(layer, className, describers);
  return {
    module: rowOf(className)?.module ?? "keras.layers",
    className,
    config: {
      name: layer.name,
      ...(takesNoTrainable.test(className) ? {} : { trainable: isTrainable(layer) }),
      dtype: "float32",
      ...own,
    },
  };
}

/** Classes of Keras's whose constructor takes no `trainable`, and that Keras itself saves without it. */
const takesNoTrainable = /^SpatialDropout[123]D$/;

/** A frozen model freezes the weights in it, not the settings. */
const isTrainable = (layer: tf.layers.Layer): boolean => layer.trainable;

function settings(
  layer: tf.layers.Layer,
  className: string,
  describers: Readonly<Record<string, LayerDescriber>>,
): JsonObject {
  const where = `layer "${layer.name}" (${className})`;
  if (Object.hasOwn(describers, className)) return describers[className]?.(layer) ?? {};
  const read = kerasConfig(layer);
  if (read) return read;
  const config = toJson(layer.getConfig()) as JsonObject;
  const stock = rowOf(className)?.stock;
  if (className === layer.getClassName() && stock) {
    return stockSettings(stock.fields, className, config, where, layer);
  }
  if (saysKeras(layer) || rowOf(className)) {
    return snakeConfig(Object.fromEntries(settingsOf(config)));
  }
  throw unsupported(
    `${where} is not among Keras's layers; describe it: { layers: { ${className}: (layer) => ({ ... }) } }.`,
  );
}

function stockSettings(
  fields: Readonly<Record<string, Field>>,
  className: string,
  config: JsonObject,
  where: string,
  layer: tf.layers.Layer,
): JsonObject {
  const out: Record<string, JsonValue> = {};
  for (const [key, { name, kind }] of Object.entries(fields)) {
    const value = config[name];
    if (kind === "layer") out[key] = wrapped(value, layer, where);
    else if (typeof kind === "object") out[key] = onlyValue(kind.only, name, value, where);
    else if (kind === "ignored" || value === undefined) continue;
    else if (kind === "activation") out[key] = activation(value, where);
    else if (kind === "initializer" || kind === "regularizer" || kind === "constraint") {
      const made = objectToKeras(kind, value);
      if ("reason" in made) throw unsupported(`${where} ${made.reason}.`);
      out[key] = made.value;
    } else out[key] = value;
  }
  // What tfjs has no setting for, where Keras's default is another.
  if (className === "GRU") out["reset_after"] = false;
  return out;
}

function onlyValue(
  values: readonly JsonValue[],
  name: string,
  value: JsonValue | undefined,
  where: string,
): JsonValue {
  const plain = typeof value === "string" ? snakeKey(value) : value;
  const known = (each: JsonValue): boolean => JSON.stringify(each) === JSON.stringify(plain);
  if (plain !== undefined && plain !== null && !values.some(known)) {
    throw unsupported(
      `${where} has ${name}=${JSON.stringify(value)}, which has no counterpart in Keras here.`,
    );
  }
  return values[0] ?? null;
}

function activation(value: JsonValue, where: string): JsonValue {
  const name = kerasActivation(value);
  if (name !== null) return name;
  throw unsupported(
    `${where} has activation ${JSON.stringify(value)}; Keras's formula of it differs.`,
  );
}

/** The layer in a wrapper. A wrapper has no way of Keras's to hold a describer. */
function wrapped(value: JsonValue | undefined, outer: tf.layers.Layer, where: string): JsonValue {
  const layer = innerLayer(outer);
  if (!layer) throw unsupported(`${where} wraps ${JSON.stringify(value)}.`);
  const { module, className, config } = describeLayer(layer, {});
  return kerasObject(module, className, config);
}

function innerLayer(outer: tf.layers.Layer): tf.layers.Layer | undefined {
  const { layer, forwardLayer } = outer as {
    readonly layer?: tf.layers.Layer;
    readonly forwardLayer?: tf.layers.Layer;
  };
  return forwardLayer ?? layer;
}
