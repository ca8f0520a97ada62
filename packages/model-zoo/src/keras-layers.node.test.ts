/** A model that Keras saved is ours after loading: with its predictions, and with Keras's random numbers in training. */
import { readFile } from "node:fs/promises";
import { fromLayersModel, readKeras, toLayersModel, writeKeras } from "@flowers/keras-format";
import * as tf from "@tensorflow/tfjs";
import { expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import imageLayers from "./fixtures/image-layers.json";
import golden from "./fixtures/tutorial.json";
import { kerasLayers } from "./index";

const bytes = (): Promise<Uint8Array> =>
  readFile(new URL("./fixtures/tutorial.keras", import.meta.url));
it("loads what Keras saved of its other layers for images", async () => {
  await tf.setBackend("cpu");
  const file = await readFile(new URL("./fixtures/image-layers.keras", import.meta.url));
  await expectNoLeak(async () => {
    const model = toLayersModel(await readKeras(file), { layers: kerasLayers });
    expect(model.layers.every((layer) => layer.getClassName().startsWith("Flowers>"))).toBe(true);
    const y = tf.tidy(() => {
      const values = Float32Array.from({ length: 864 }, (_, i) => Math.sin(i * 1.3 + 1) * 2);
      return model.predict(tf.tensor4d(values, [2, 12, 12, 3])) as tf.Tensor;
    });
    (await y.data()).forEach((value, i) => {
      expect(Math.abs(value - (imageLayers.predict[i] ?? NaN))).toBeLessThan(1e-5);
    });
    y.dispose();
    model.dispose();
  });
});

const images = (): tf.Tensor4D =>
  tf.tensor4d(
    Array.from({ length: 384 }, (_, i) => (i * 37) % 256),
    [2, 8, 8, 3],
  );

it("loads the tutorial's .keras file with no hand-written map, and saves it again", async () => {
  await tf.setBackend("cpu");
  const model = toLayersModel(await readKeras(await bytes()), { layers: kerasLayers });
  expect(model.layers.filter((layer) => "seedGenerator" in layer).map(({ name }) => name)).toEqual([
    "random_flip",
    "random_rotation",
    "random_zoom",
    "dropout",
  ]);
  const again = toLayersModel(await readKeras(await writeKeras(await fromLayersModel(model))), {
    layers: kerasLayers,
  });
  for (const each of [model, again]) {
    await expectNoLeak(() => {
      const [xs, ys] = tf.tidy(() => {
        const x = images();
        return [x, each.predict(x) as tf.Tensor];
      });
      // Sums of some hundred float32 products of order 1, in another order than TensorFlow's.
      ys.dataSync().forEach((value, i) => {
        expect(Math.abs(value - (golden.predict[i] ?? NaN))).toBeLessThan(1e-5);
      });
      tf.dispose([xs, ys]);
    });
  }
  model.dispose();
  again.dispose();
});
