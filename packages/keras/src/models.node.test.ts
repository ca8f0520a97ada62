/** A model saved by path loads by path, with Keras's layers, in both formats. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { KerasFormatError } from "@flowers/keras-format";
import { applications, models } from "./index";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "flowers-keras-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(["flowers.keras", "flowers"])("saves and loads %s", async (name) => {
  const before = tf.memory().numTensors;
  const model = applications.threeBlockCnn({
    ...{ imageSize: [16, 16], numClasses: 2 },
    ...{ augmentation: true, dropout: 0.2 },
  });
  await models.saveModel(model, join(folder, name));
  const loaded = await models.loadModel(join(folder, name));
  const images = tf.ones([1, 16, 16, 3]);
  const [expected, received] = [model, loaded].map((each) => each.predict(images) as tf.Tensor);
  expect([...(await received!.data())]).toEqual([...(await expected!.data())]);
  expect(loaded.layers.map((layer) => layer.getClassName())).toEqual(
    model.layers.map((layer) => layer.getClassName()),
  );
  tf.dispose([images, expected!, received!]);
  model.dispose();
  loaded.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it("names a file that is not there", async () => {
  const error: unknown = await models.loadModel(join(folder, "no.keras")).catch((e: unknown) => e);
  expect(KerasFormatError.is(error) && error.message).toContain("there is no file");
});
