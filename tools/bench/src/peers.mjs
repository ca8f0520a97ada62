// How each kind of peer is started, and why one is missing.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** @import { Absent, Peer } from "./contract" */

/** @type {(file: string) => string} */
const peerFile = (file) => fileURLToPath(new URL(`../peers/${file}`, import.meta.url));

/** A peer in Node. @type {(name: string, file: string, args: readonly (string | number)[]) => Peer} */
export const inNode = (name, file, args) => ({
  name,
  command: process.execPath,
  args: [peerFile(file), ...args.map(String)],
});

/** oneDNN as TensorFlow chooses for this processor, and switched on, which is what a user can tune. */
const asInstalled = { TF_ENABLE_ONEDNN_OPTS: null };
const tuned = { TF_ENABLE_ONEDNN_OPTS: "1" };

/** A peer in the Python that KERAS_PYTHON names. @type {(name: string, file: string, args: readonly (string | number)[], env?: Peer["env"]) => Peer | Absent} */
export function inPython(name, file, args, env = asInstalled) {
  const python = process.env["KERAS_PYTHON"];
  if (!python)
    return { name, missing: "KERAS_PYTHON is not set; it names a Python that has Keras." };
  return { name, command: python, args: [peerFile(file), ...args.map(String)], env };
}

/** Keras as installed and with oneDNN switched on. @type {(file: string, args: readonly (string | number)[]) => (Peer | Absent)[]} */
export const kerasBothWays = (file, args) => [
  inPython("Keras, as installed", file, args, asInstalled),
  inPython("Keras, oneDNN switched on", file, args, tuned),
];

/** Stock tfjs-node, which is not a dependency: its installer does not run everywhere. @type {(name: string, file: string, args: readonly (string | number)[]) => Peer | Absent} */
export function inStockNode(name, file, args) {
  const folder = process.env["TFJS_NODE"];
  if (!folder) {
    return {
      name,
      missing:
        "TFJS_NODE is not set; it names a folder where `npm install @tensorflow/tfjs-node` was run.",
    };
  }
  if (!existsSync(join(folder, "node_modules/@tensorflow/tfjs-node"))) {
    return { name, missing: `there is no @tensorflow/tfjs-node in TFJS_NODE=${folder}.` };
  }
  return inNode(name, file, [...args, resolve(folder)]);
}
