/** What a model file of Keras says of training, as plain data: the part of `KerasFile` of @flowers/keras-format that is read here. */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** One variable: values in row-major order; `shape` is empty for a scalar. */
export interface SavedVariable {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: ArrayLike<number> | ArrayLike<bigint>;
}

/** Variable 0 is the iteration, 1 the learning rate unless a schedule decides it, then the slots in Keras's order. */
export interface SavedOptimizer {
  /** Keras's class name, such as `"Adam"`. */
  readonly className: string;
  readonly config: JsonObject;
  readonly variables: readonly SavedVariable[];
}

export interface SavedLayer {
  readonly name: string;
  /** Of a model within the model. */
  readonly layers: readonly SavedLayer[];
}

/** A file as `readKeras` gives it. */
export interface SavedTraining {
  /** The model's configuration, with `compile_config` if it was compiled. */
  readonly config: JsonObject;
  readonly layers: readonly SavedLayer[];
  /** Null when the model was not compiled. */
  readonly optimizer: SavedOptimizer | null;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] =>
  Array.isArray(value);

/** `beta_1` becomes `beta1`, `from_logits` `fromLogits`. */
export const camelCase = (key: string): string =>
  key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A class or function by name, with its settings. */
export interface NamedObject {
  readonly name: string;
  readonly config: JsonObject;
}

/** What an entry names: a text, `{ class_name, config }`, or a function by name; null for anything else. */
export function namedObject(value: JsonValue | undefined): NamedObject | null {
  if (typeof value === "string") return { name: value, config: {} };
  if (!isObject(value)) return null;
  const { class_name: className, config } = value;
  if (typeof className !== "string") return null;
  if (typeof config === "string") return { name: config, config: {} };
  return { name: className.replace(/^.*>/, ""), config: isObject(config) ? config : {} };
}
