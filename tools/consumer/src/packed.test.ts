import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmptyProject, makeEmptyProject } from "./empty-project";

describe("the packed packages in an empty project with stock TensorFlow.js", () => {
  let project: EmptyProject;
  beforeAll(async () => {
    project = await makeEmptyProject([
      "random",
      "files",
      "augmentation",
      "dataset",
      "keras-format",
    ]);
  });
  afterAll(() => project.remove());

  it("augmentation layers train in a stock tf.sequential with stock fit", async () => {
    const out = await project.runScript(
      "augmentation.js",
      `import * as tf from "@tensorflow/tfjs";
import { randomFlip, randomRotation, randomZoom } from "@flowers/augmentation";

const model = tf.sequential({ layers: [
  tf.layers.inputLayer({ inputShape: [12, 12, 3] }),
  randomFlip({ mode: "horizontal", seed: 1 }),
  randomRotation({ factor: 0.1, seed: 2 }),
  randomZoom({ heightFactor: 0.1, seed: 3 }),
  tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu" }),
  tf.layers.flatten(),
  tf.layers.dense({ units: 2, activation: "softmax" }),
] });
model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
const xs = tf.randomUniform([8, 12, 12, 3], 0, 1, "float32", 7);
const ys = tf.tensor1d([0, 1, 0, 1, 0, 1, 0, 1], "float32");
const { history } = await model.fit(xs, ys, { epochs: 3, batchSize: 4, verbose: 0 });
const saved = await tf.models.modelFromJSON(JSON.parse(model.toJSON()));
console.log(JSON.stringify({ losses: history.loss, layers: saved.layers.map((l) => l.getClassName()) }));`,
    );
    const { losses, layers } = JSON.parse(out.trim().split("\n").at(-1) ?? "") as {
      losses: number[];
      layers: string[];
    };
    expect(losses).toHaveLength(3);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(layers).toContain("RandomRotation");
  });

  it("a folder of pictures trains a stock model with stock fitDataset", async () => {
    const out = await project.runScript(
      "dataset.js",
      `import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs";
import { imageDatasetFromDirectory } from "@flowers/dataset";

const sharp = createRequire(createRequire(import.meta.url).resolve("@flowers/dataset/package.json"))("sharp");
for (const [k, name] of ["a", "b"].entries()) {
  mkdirSync("pictures/" + name, { recursive: true });
  for (let i = 0; i < 6; i++) {
    await sharp({ create: { width: 20, height: 16, channels: 3, background: { r: 250 * k, g: 20 * i, b: 90 } } }).png().toFile("pictures/" + name + "/" + i + ".png");
  }
}
const ds = await imageDatasetFromDirectory("pictures", { imageSize: [12, 12], batchSize: 4, seed: 1, labelMode: "categorical" });
const model = tf.sequential({ layers: [
  tf.layers.flatten({ inputShape: [12, 12, 3] }),
  tf.layers.dense({ units: 2, activation: "softmax" }),
] });
model.compile({ optimizer: tf.train.sgd(1e-5), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
const { history } = await model.fitDataset(ds, { epochs: 2, verbose: 0 });
console.log(JSON.stringify({ classNames: ds.classNames, losses: history.loss }));`,
    );
    const { classNames, losses } = JSON.parse(out.trim().split("\n").at(-1) ?? "") as {
      classNames: string[];
      losses: number[];
    };
    expect(classNames).toEqual(["a", "b"]);
    expect(losses).toHaveLength(2);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  it("the command keras-format says what a file of Keras holds, and converts it", async () => {
    const fixtures = "../../../packages/keras-format/src/fixtures/kinds/";
    const saved = fileURLToPath(new URL(`${fixtures}functional.keras`, import.meta.url));
    // npm says of pnpm's settings, which a test run by pnpm has around it, that it does not know them.
    const settings = /^(npm|pnpm)_/i;
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !settings.test(name)),
    );
    const run = (program: string, words: string[]): Promise<{ stdout: string; stderr: string }> =>
      promisify(execFile)(program, words, {
        cwd: project.folder,
        shell: process.platform === "win32",
        env,
      });
    const byNpx = await run("npx", ["--no", "@flowers/keras-format", "inspect", saved]);
    expect(byNpx.stdout).toContain("284 parameters");
    const installed = join(project.folder, "node_modules", ".bin", "keras-format"); // what npx ran
    const keras = (...words: string[]): ReturnType<typeof run> => run(installed, words);
    for (const name of ["model.h5", "model.json", "model.onnx"]) {
      const { stdout, stderr } = await keras("convert", saved, name);
      expect(stderr).toBe("");
      expect(stdout).toContain(`${name}: 284 parameters`);
    }
    expect((await keras("inspect", "model.h5")).stdout).toContain("284 parameters");
    expect((await readFile(join(project.folder, "model.onnx"))).includes("Conv")).toBe(true);
    await expect(keras("inspect", "package.json")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^keras-format: [^\n]+\n$/) as string,
    });
  });
});
