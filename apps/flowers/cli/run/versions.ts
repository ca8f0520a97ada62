/** Versions of what a run was made with, for its report. */
import { createRequire } from "node:module";
import { arch, cpus, platform } from "node:os";
import * as tf from "@tensorflow/tfjs";
import sharp from "sharp";

export function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const ours = [
    "augmentation",
    "backend",
    "dataset",
    "files",
    "keras-format",
    "model-zoo",
    "plot",
    "random",
    "training",
  ].map((name): [string, string] => {
    const manifest = require(`@flowers/${name}/package.json`) as { version: string };
    return [`@flowers/${name}`, manifest.version];
  });
  return {
    "Node.js": process.version,
    "TensorFlow.js": tf.version_core,
    sharp: sharp.versions.sharp ?? "",
    Machine: `${platform()} ${arch()}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    ...Object.fromEntries(ours),
  };
}
