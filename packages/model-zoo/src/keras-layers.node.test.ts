/** A model that Keras saved is ours after loading: with its predictions, and with Keras's random numbers in training. */
import { readFile } from "node:fs/promises";
import { fromLayersModel, readKeras, toLayersModel, writeKeras } from "@flowers/keras-format";
import * as tf from "@tensorflow/tfjs";
import { expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import golden from "./fixtures/tutorial.json";
import { kerasLayers } from "./index";

const bytes = (): Promise<Uint8Array> =>
  readFile(new URL("./fixtures/tutorial.keras", import.meta.url));
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
