/** What tells two networks' features apart. */
import * as tf from "@tensorflow/tfjs";
import { sha256 } from "./pixel-hashes";

/** Changes with how features are computed, whenever their last digits do. */
const version = 3;

/** Settings that change nothing outside training. */
const idle = /^(seed|trainable)$|initializer$|regularizer$|constraint$/i;

/**
 * A name for the features of a network, 32 letters: a hash of its layers, their settings and weights, of the backend (each
 * rounds in its own way), and of the images' shape.
 */
export async function modelKey(model: tf.LayersModel, shape: string): Promise<string> {
  const layers = JSON.stringify(model.getConfig(), (key, value: unknown) =>
    idle.test(key) ? undefined : value,
  );
  const text = new TextEncoder().encode(`${version} ${tf.getBackend()} ${shape} ${layers}`);
  const parts = [await sha256(text)];
  for (const weight of model.weights) {
    const values = await weight.read().data();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    parts.push(await sha256(bytes.slice()));
  }
  const all = new Uint8Array(parts.length * 32);
  parts.forEach((part, i) => all.set(part, i * 32));
  const key = (await sha256(all)).subarray(0, 16);
  return Array.from(key, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
