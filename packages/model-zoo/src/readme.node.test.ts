/** The README's examples run, and print what the README says. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as backend from "@flowers/backend";
import { setRandomSeed } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import * as zoo from "./index";

const { modelCards, threeBlockCnn } = zoo;

beforeAll(async () => {
  await backend.useBackend("cpu");
});

it("README's example prints its output", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, code = "", output = ""] =
    /```ts\n(import \{ setRandomSeed[^]*?)```\n\n```\n([^]*?)```/.exec(readme) ?? [];
  const body = code.replace(/^import .*\n/gm, "");
  const lines: string[] = [];
  const print = { log: (...parts: unknown[]) => lines.push(parts.join(" ")) };
  // oxlint-disable-next-line typescript/no-implied-eval -- The text is this package's own README.
  const run = new Function("console", "setRandomSeed", "modelCards", "threeBlockCnn", body) as (
    ...given: unknown[]
  ) => void;
  run(print, setRandomSeed, modelCards, threeBlockCnn);
  expect(`${lines.join("\n")}\n`).toBe(output);
});

it("README's transfer learning runs as printed, in a program that has made no layer", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, code = ""] = /```ts\n(import \* as tf[^]*?featureExtractor[^]*?)```/.exec(readme) ?? [];
  const folder = await mkdtemp(join(tmpdir(), "model-zoo-"));
  try {
    const saved = threeBlockCnn({ imageSize: [16, 16], numClasses: 5, augmentation: true });
    await saved.save(`file://${folder}/runs/flowers`);
    saved.dispose();
    const known = tf.serialization.SerializationMap.getMap().classNameMap;
    const ours = ["RandomFlip", "RandomRotation", "RandomZoom", ...Object.keys(known)].filter(
      (name) => name.startsWith("Random") || name.startsWith("Flowers>"),
    );
    for (const name of ours) Reflect.deleteProperty(known, name);
    const body = code
      .replace(/^import .*\n/gm, "")
      .replace("file://runs", `file://${folder}/runs`)
      .replace('useBackend("auto")', 'useBackend("cpu")');
    const AsyncFunction = Object.getPrototypeOf(async () => Promise.resolve()) as {
      constructor: new (...text: string[]) => (...given: unknown[]) => Promise<tf.LayersModel>;
    };
    const run = new AsyncFunction.constructor(
      ...["tf", "useBackend", "featureExtractor", "registerClasses"],
      `${body}\nreturn model;`,
    );
    const { useBackend } = backend;
    const model = await run(tf, useBackend, zoo.featureExtractor, zoo.registerClasses);
    expect(model.outputs[0]?.shape).toEqual([null, 2]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
