/** Values of a configuration, looked at with care: a file may hold anything where Keras would write one kind. */
import type { JsonObject, JsonValue } from "../types";

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An array of JSON, as a type that narrows. */
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] =>
  Array.isArray(value);

/** The entry if it is an object, else an empty one. */
export const objectAt = (object: JsonObject, key: string): JsonObject => {
  const value = object[key];
  return isObject(value) ? value : {};
};

/** The entry if it is text. */
export const textAt = (object: JsonObject, key: string): string | undefined => {
  const value = object[key];
  return typeof value === "string" ? value : undefined;
};

/** The entry if it is a number, else `otherwise`. */
export const numberAt = (object: JsonObject, key: string, otherwise: number): number => {
  const value = object[key];
  return typeof value === "number" ? value : otherwise;
};

/** A number, or each of several, as a list of `length`. */
export function numbersAt(
  object: JsonObject,
  key: string,
  length: number,
  otherwise: number,
): number[] {
  const value = object[key];
  if (isList(value)) return value.map((each) => (typeof each === "number" ? each : otherwise));
  return new Array<number>(length).fill(typeof value === "number" ? value : otherwise);
}

/** A value as JSON has it: what is undefined becomes null. */
export const toJson = (value: unknown): JsonValue =>
  JSON.parse(JSON.stringify(value ?? null)) as JsonValue;

/** `kernel_size` becomes `kernelSize`. */
export const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `kernelSize` becomes `kernel_size`, `l2` stays. */
export const snakeKey = (key: string): string =>
  key.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** The class name without the mark that tells our classes from tfjs's. */
export const bareName = (className: string): string => className.replace(/^.*>/, "");

/** What Keras writes for an object of one of its classes. */
export const kerasObject = (
  module: string,
  className: string,
  config: JsonObject,
  registeredName: string | null = null,
): JsonObject => ({ module, class_name: className, config, registered_name: registeredName });

const common = ["name", "trainable", "dtype", "batch_input_shape", "batchInputShape"];

/** A configuration without `name`, `trainable`, `dtype` and the input's shape, which all layers have. */
export const settingsOf = (config: JsonObject): [string, JsonValue][] =>
  Object.entries(config).filter(([key]) => !common.includes(key));

/** Settings in which Python's Keras takes no whole number: optimizers, and metrics such as `FBetaScore`, check their type. */
const floats = new Set(["learning_rate", "momentum", "beta", "threshold"]);

/** The text of a configuration. A whole number where Keras wants a float has its point: `"momentum": 0.0`. */
export function kerasText(value: unknown): string {
  // No text of a user's has an escape, which JSON spells out.
  const mark = "\u001bfloat ";
  const text = JSON.stringify(value, (key, each: unknown) =>
    floats.has(key) && Number.isSafeInteger(each) ? `${mark}${String(each)}` : each,
  );
  return text.replaceAll(/"\\u001bfloat (-?\d+)"/g, "$1.0");
}
