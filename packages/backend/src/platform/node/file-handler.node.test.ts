import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { expectNoLeak } from "@flowers-tools/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BackendError } from "../../errors";
import { pathOf, registerFileHandler } from "./file-handler";

let folder: string;

beforeAll(async () => {
  await tf.setBackend("cpu");
  registerFileHandler();
  registerFileHandler(); // A second call must not make two handlers take one path.
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flowers-files-"));
  return () => rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await tf.setBackend("cpu");
});

function makeModel(): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 3, inputShape: [2], kernelInitializer: "ones" }));
  return model;
}

async function predict(model: tf.LayersModel): Promise<number[]> {
  const output = tf.tidy(() => model.predict(tf.tensor2d([[1, 2]])) as tf.Tensor);
  const values = Array.from(await output.data());
  output.dispose();
  return values;
}

describe("saving and loading by path", () => {
  const ways = [
    { title: "a plain path", name: (path: string) => path },
    { title: "a relative path", name: (path: string) => relative(process.cwd(), path) },
    { title: "file:// and a path", name: (path: string) => `file://${path}` },
    { title: "a true URL", name: (path: string) => pathToFileURL(path).href },
  ];
  it.each(ways)("gives the same model back: $title", async ({ name }) => {
    const path = join(folder, "꽃 model 100%");
    await expectNoLeak(async () => {
      const model = makeModel();
      const saved = await model.save(name(path));
      expect(saved.modelArtifactsInfo.weightDataBytes).toBe(9 * 4);
      model.dispose();
      const loaded = await tf.loadLayersModel(name(join(path, "model.json")));
      expect(await predict(loaded)).toEqual([3, 3, 3]);
      loaded.dispose();
      const again = await tf.loadLayersModel(name(path));
      expect(await predict(again)).toEqual([3, 3, 3]);
      again.dispose();
    });
    expect(readdirSync(path).sort()).toEqual(["model.json", "weights.bin"]);
    expect(readdirSync(folder)).toHaveLength(1); // No unfinished folder beside it.
  });

  it("writes over a model and leaves other files alone", async () => {
    const path = join(folder, "model");
    mkdirSync(path);
    writeFileSync(join(path, "notes.txt"), "mine");
    const model = makeModel();
    await model.save(path);
    model.layers[0]!.setWeights([tf.zeros([2, 3]), tf.ones([3])]);
    await model.save(path);
    expect(await predict(await tf.loadLayersModel(path))).toEqual([1, 1, 1]);
    expect(readdirSync(path).sort()).toEqual(["model.json", "notes.txt", "weights.bin"]);
  });

  it("leaves an existing model whole when saving fails", async () => {
    const path = join(folder, "model");
    const model = makeModel();
    await model.save(path);
    const before = readFileSync(join(path, "weights.bin"));
    const lost = new ArrayBuffer(8); // given away: it is found out when it is written
    structuredClone(lost, { transfer: [lost] });
    const broken: tf.io.ModelArtifacts = {
      modelTopology: {},
      weightSpecs: [],
      weightData: [new ArrayBuffer(8), lost],
    };
    const handler = tf.io.getSaveHandlers(path)[0]!;
    await expect(handler.save!(broken)).rejects.toThrow("cannot write the model");
    expect(readFileSync(join(path, "weights.bin"))).toEqual(before);
    expect(readdirSync(folder)).toEqual(["model"]);
  });
});

describe("what cannot be saved or loaded", () => {
  it("names the path", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "x");
    const model = makeModel();
    await expect(model.save(file)).rejects.toThrow(`"${file}" is a file`);
    await expect(model.save(join(file, "in"))).rejects.toThrow("cannot write the model");
    await expect(tf.loadLayersModel(join(folder, "none"))).rejects.toThrow("there is no model at");
    await expect(tf.loadLayersModel(file)).rejects.toThrow("not a readable model.json");
    model.dispose();
  });

  it("refuses weights outside the model's folder", async () => {
    const json = {
      modelTopology: {},
      weightsManifest: [{ paths: ["../../secret"], weights: [] }],
    };
    writeFileSync(join(folder, "model.json"), JSON.stringify(json));
    const failure = await tf.loadLayersModel(folder).catch((error: unknown) => error);
    expect(BackendError.is(failure) && failure.code).toBe("invalid-file");
  });
});

describe("pathOf", () => {
  it("leaves other schemes to their handlers", () => {
    for (const url of ["http://a/model.json", "https://a/b", "indexeddb://m", "downloads://m"]) {
      expect(pathOf(url, true)).toBeUndefined();
    }
    expect(pathOf("file://model", false)).toBeUndefined();
    expect(pathOf("file://a/b", true)).toBe(resolve("a/b"));
    expect(pathOf("C:\\models\\m", true)).toBe(resolve("C:\\models\\m"));
  });
});
