/** What the doors of this package take: models, bytes and files, told from anything else before it is used. */
import type * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "./errors";
import type { KerasFile } from "./types";

function received(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? String(value);
  const { constructor } = value as { constructor?: { name?: string } };
  return constructor === undefined || constructor === Object || constructor.name === undefined
    ? `an object with ${Object.keys(value).slice(0, 3).join(", ") || "nothing"}`
    : `a value of class ${constructor.name}`;
}

function refuse(argument: string, rule: string, value: unknown, remedy: string): never {
  throw new KerasFormatError(
    "invalid-argument",
    `Expected \`${argument}\` to be ${rule}. Received: ${received(value)}`,
    { remedy },
  );
}

/** @throws KerasFormatError `invalid-argument` */
export function requireModel(model: tf.LayersModel): void {
  const { getClassName, layers } = (model ?? {}) as Partial<tf.LayersModel>;
  if (typeof getClassName === "function" && Array.isArray(layers)) return;
  refuse("model", "a tf.LayersModel", model, "Give the model itself, as tf.sequential makes it.");
}

/** @throws KerasFormatError `invalid-argument` */
export function requireBytes(bytes: Uint8Array): void {
  // One of another realm, such as a frame's, is none of this one's class.
  if (Object.prototype.toString.call(bytes) === "[object Uint8Array]") return;
  refuse(
    "bytes",
    "a Uint8Array with the file's content",
    bytes,
    "Read the file first; an ArrayBuffer becomes one by new Uint8Array(buffer).",
  );
}

/** @throws KerasFormatError `invalid-argument` */
export function requireFile(file: KerasFile): void {
  const { layers, config } = (file ?? {}) as Partial<KerasFile>;
  if (Array.isArray(layers) && typeof config === "object") return;
  refuse("file", "what readKeras or fromLayersModel gives", file, "Read the file with readKeras.");
}
