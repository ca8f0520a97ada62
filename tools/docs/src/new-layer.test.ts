/** The layer that the page tells readers to write does what the page says. */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { RandomTint } from "./new-layer";
import { newLayerCode } from "./page";

const images = (): tf.Tensor4D => tf.fill([4, 2, 3, 3], 100);

describe("RandomTint", () => {
  it("is written in 20 lines", async () => {
    const code = await newLayerCode();
    expect(code.startsWith("import ")).toBe(true);
    expect(code.split("\n").length).toBeLessThanOrEqual(20);
  });

  it("tints each image by its own three draws, the same for the same seed", async () => {
    const batch = images();
    const once = new RandomTint({ seed: 1 }).apply(batch, { training: true });
    const again = new RandomTint({ seed: 1 }).apply(batch, { training: true });
    const values = (await once.array()) as number[][][][];
    expect(values).toEqual(await again.array());
    const tints = values.map((image) => image[0]![0]!);
    expect(new Set(tints.flat()).size).toBe(12);
    expect(tints.flat().every((value) => value >= 60 && value < 140)).toBe(true);
    for (const [i, image] of values.entries())
      expect(image.flat().every((pixel) => pixel.join() === tints[i]!.join())).toBe(true);
    tf.dispose([batch, once, again]);
  });

  it("rests outside training, takes rank 3, and is saved and loaded in a stock model", async () => {
    const layer = new RandomTint({ seed: 2, inputShape: [2, 3, 3] });
    const model = tf.sequential({ layers: [layer, tf.layers.flatten()] });
    const batch = images();
    const output = model.predict(batch) as tf.Tensor;
    expect(new Set(await output.data())).toEqual(new Set([100]));
    const loaded = await tf.models.modelFromJSON({
      modelTopology: JSON.parse(model.toJSON() as unknown as string) as object,
    } as unknown as tf.io.ModelJSON);
    const copy = loaded.layers.find(({ name }) => name === layer.name)!;
    expect(copy).toBeInstanceOf(RandomTint);
    expect(copy.getConfig()).toEqual(layer.getConfig());
    const single = tf.fill([2, 3, 3], 100) as tf.Tensor3D;
    const alone = new RandomTint({ seed: 2 }).apply(single, { training: true });
    expect(alone.shape).toEqual([2, 3, 3]);
    tf.dispose([batch, output, single, alone]);
    model.dispose();
    loaded.dispose();
  });
});
