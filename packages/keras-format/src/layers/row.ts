/**
 * What one row of the table of layers says: how tfjs's own layer is made of Keras's configuration where it computes Keras's
 * formula, what computes it where tfjs's does not, and where the layer's variables lie in the weights file.
 */
import * as tf from "@tensorflow/tfjs";
import { camelCase, isList } from "../config/json";
import type { JsonObject, JsonValue } from "../types";
import type { OwnFormula, OwnOptions, Shape } from "./own-layer";

/** How one entry of a configuration is carried over. */
export type FieldKind =
  | "plain"
  | "activation"
  | "initializer"
  | "regularizer"
  | "constraint"
  /** One axis, which Keras may write as a list of one. */
  | "axis"
  /** A layer within the layer. */
  | "layer"
  /** tfjs has no such setting, so only these values can be carried over; the first is written back. */
  | { readonly only: readonly JsonValue[] }
  /** The result does not depend on it, or tfjs's layer takes it in no form; not written back. */
  | "ignored";

export interface Field {
  /** tfjs's name; the camel case of Keras's unless said otherwise. */
  readonly name: string;
  readonly kind: FieldKind;
}

/** tfjs's own layer, and which of its settings are which of Keras's. */
export interface StockLayer {
  readonly make: (args: never) => tf.layers.Layer;
  readonly fields: Readonly<Record<string, Field>>;
  /** Why tfjs's layer computes something else with these settings; null when it does not. */
  readonly differs: (config: JsonObject) => string | null;
  /** Whether tfjs's layer takes inputs of these shapes; a wrapped layer's are unknown. Default: it does. */
  readonly takes?: (shapes: readonly Shape[], config: JsonObject) => boolean;
}

/** One Keras class. At least one of `stock`, `own` and `layer` is there. */
export interface LayerRow {
  readonly stock?: StockLayer;
  /** Keras's formula, for what stock tfjs lacks. */
  readonly own?: OwnFormula;
  /** A class of ours, where functions do not do. */
  readonly layer?: (options: OwnOptions) => tf.layers.Layer;
  /** Where Keras keeps the class; default `"keras.layers"`. */
  readonly module?: string;
  /** Why a layer with these settings is not carried over at all; null when it is. */
  readonly refuses?: (config: JsonObject) => string | null;
  /** What a user should know who trains the layer further. */
  readonly note?: string;
  /** Groups below the layer's own in the weights file, in order of its variables; the layer's own is "". */
  readonly parts?: readonly string[];
}

export const field = (
  keras: string,
  kind: FieldKind = "plain",
  name = camelCase(keras),
): [string, Field] => [keras, { name, kind }];
export const plain = (...names: string[]): [string, Field][] => names.map((name) => field(name));
export const only = (name: string, ...values: JsonValue[]): [string, Field] =>
  field(name, { only: values });

/** Initializer, regularizer and constraint of one weight. */
export const weight = (name: string): [string, Field][] => [
  field(`${name}_initializer`, "initializer"),
  field(`${name}_regularizer`, "regularizer"),
  field(`${name}_constraint`, "constraint"),
];
export const bias = [...plain("use_bias"), ...weight("bias")];
export const activated = [
  field("activation", "activation"),
  field("activity_regularizer", { only: [null] }),
];
export const dataFormat = field("data_format", { only: ["channels_last", null] });
/** A draw's seed: tfjs takes a whole number or none. */
export const seed = field("seed", "ignored");

/** Whether a setting means the last axis, the only one that some of tfjs's layers know. */
export const isLastAxis = (value: JsonValue | undefined, shape: Shape | undefined): boolean => {
  const axis = Number(isList(value) ? value[0] : (value ?? -1));
  return axis === -1 || (shape !== undefined && axis === shape.length - 1);
};

export function stock(
  make: (args: never) => tf.layers.Layer,
  fields: readonly [string, Field][],
  differs: (config: JsonObject) => string | null = () => null,
): StockLayer {
  return { make, fields: Object.fromEntries(fields), differs };
}

/** A layer of tfjs's that computes by a formula of ours, where its own has a gradient that is not Keras's. */
export function computedBy(
  layer: tf.layers.Layer,
  { compute }: OwnFormula,
  config: JsonObject,
): tf.layers.Layer {
  layer.call = (inputs) =>
    tf.tidy(() => {
      const call = { config, training: false, mask: null, name: layer.name };
      return compute(Array.isArray(inputs) ? inputs : [inputs], {}, call);
    });
  return layer;
}
