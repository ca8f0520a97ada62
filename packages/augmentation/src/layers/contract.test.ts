/** What every layer promises, checked on every backend. */
import * as tf from "@tensorflow/tfjs";
import { setRandomSeed } from "@flowers/random";
import { describe, expect, it } from "vitest";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import type { ImageLayer } from "../base/image-layer";
import { AugmentationError } from "../errors";
import { kerasLayerClasses } from "./index";
import { layerCases, layerClass, makeLayer, type LayerCase } from "../test-support/layer-classes";
import { maxDifference } from "../test-support/close";

const [batch, height, width, channels] = [6, 8, 9, 3];

/** The same picture in every place of the batch, so that differences between places come from the layer. */
function pictures(count = batch): tf.Tensor4D {
  const one = Float32Array.from(
    { length: height * width * channels },
    (_, i) => (i * 37 + (i % 7) * 11) % 256,
  );
  return tf.tidy(() => tf.tile(tf.tensor4d(one, [1, height, width, channels]), [count, 1, 1, 1]));
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const values = await tensor.data<"float32">();
  tensor.dispose();
  return values;
}

async function twoCalls(
  layer: ImageLayer<unknown>,
  images: tf.Tensor4D,
): Promise<readonly Float32Array[]> {
  const first = await read(layer.apply(images, { training: true }));
  return [first, await read(layer.apply(images, { training: true }))];
}

/** Layers whose images depend on others of their batch: by mixing, or by one histogram for all. */
const wholeBatch = new Set(["MixUp", "CutMix", "Equalization", "RandAugment", "AugMix"]);

function contract(example: LayerCase): void {
  it("gives the same for the same seed, call after call, and leaves nothing behind", async () => {
    const images = pictures();
    setRandomSeed(3); // AugMix chooses its layers from the global stream
    const once = await expectNoLeak(() => twoCalls(makeLayer(example), images));
    setRandomSeed(3);
    const again = await twoCalls(makeLayer(example), images);
    expect(again).toEqual(once);
    images.dispose();
  });

  it("gives the rows of a batch that workers share what the whole batch is given", async () => {
    const images = tf.tidy(() =>
      tf.mul(pictures(), tf.linspace(0.5, 1, batch).reshape([batch, 1, 1, 1])),
    );
    const part = (start: number, count: number): tf.Tensor4D =>
      tf.tidy(() => {
        const own = tf.slice(images as tf.Tensor4D, count === 0 ? 0 : start, Math.max(count, 1));
        const rows = { start, count, of: batch };
        setRandomSeed(3);
        return makeLayer(example).apply(own, { training: true, rows });
      });
    if (wholeBatch.has(example.name)) {
      expect(() => part(0, 4)).toThrow(AugmentationError);
      images.dispose();
      return;
    }
    setRandomSeed(3);
    const whole = makeLayer(example).apply(images as tf.Tensor4D, { training: true });
    const parts = [part(0, 4), part(4, 2)];
    const together = tf.concat(parts);
    // Sums over fewer images may be taken in another order.
    expect(maxDifference(await together.data(), await whole.data())).toBeLessThanOrEqual(2e-4);
    part(batch, 0).dispose(); // a worker without rows draws all the same
    tf.dispose([images, whole, together, ...parts]);
  });

  it("leaves images alone outside training, if Keras does", async () => {
    const images = pictures();
    const output = makeLayer(example).apply(images, { training: false });
    if (!example.always) expect(maxDifference(await output.data(), await images.data())).toBe(0);
    expect(output.dtype).toBe("float32");
    tf.dispose([output, images]);
  });

  it("has the shape that computeOutputShape says, and changes no shape passed to it", () => {
    const images = pictures();
    const layer = makeLayer(example);
    const asked: (number | null)[] = [null, height, width, channels];
    const promised = layer.computeOutputShape(asked);
    expect(asked).toEqual([null, height, width, channels]);
    const output = layer.apply(images, { training: true });
    expect([null, ...output.shape.slice(1)]).toEqual(promised);
    tf.dispose([output, images]);
  });

  it("treats one image of rank 3 as a batch of one", async () => {
    const images = pictures(1);
    const single = tf.squeeze<tf.Tensor3D>(images, [0]);
    setRandomSeed(4);
    const alone = makeLayer(example).apply(single, { training: true });
    expect(alone.rank).toBe(3);
    if (example.name !== "CutMix") {
      setRandomSeed(4);
      const batched = await read(makeLayer(example).apply(images, { training: true }));
      expect(maxDifference(await alone.data(), batched)).toBe(0);
    }
    tf.dispose([images, single, alone]);
  });

  it("takes whole-number images and channels first", async () => {
    const images = pictures();
    const whole = tf.cast(images, "int32");
    const first = tf.transpose(images, [0, 3, 1, 2]);
    setRandomSeed(5);
    const expected = await read(makeLayer(example).apply(images, { training: true }));
    setRandomSeed(5);
    expect(await read(makeLayer(example).apply(whole, { training: true }))).toEqual(expected);
    setRandomSeed(5);
    const output = makeLayer(example, { dataFormat: "channels_first" }).apply(first, {
      training: true,
    });
    expect(output.shape[1]).toBe(channels);
    const back = tf.transpose(output, [0, 2, 3, 1]);
    expect(maxDifference(await back.data(), expected)).toBe(0);
    tf.dispose([images, whole, first, output, back]);
  });

  it("lets a gradient through to the images", async () => {
    const images = pictures();
    const layer = makeLayer(example);
    await expectNoLeak(async () => {
      const gradient = tf.grad((x) => tf.sum(layer.apply(x as tf.Tensor4D, { training: true })))(
        images,
      );
      const values = await read(gradient);
      expect(values.every(Number.isFinite)).toBe(true);
      // These two look values up: a step has no slope.
      const flat = ["RandomPosterization", "Equalization"].includes(example.name);
      expect(values.some((value) => value !== 0)).toBe(!flat);
    });
    images.dispose();
  });

  if (example.perImage) {
    it("treats the images of a batch differently", async () => {
      const images = pictures();
      const output = makeLayer(example).apply(images, { training: true });
      const places = await Promise.all(tf.unstack(output).map(read));
      expect(new Set(places.map((values) => values.join())).size).toBeGreaterThan(1);
      tf.dispose([images, output]);
    });
  }

  if (example.name === "Rescaling") {
    it("takes any rank", async () => {
      for (const shape of [[4], [2, 5], [2, 2, 2, 2, 3]]) {
        const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
        const x = tf.tensor(values, shape);
        const y = await expectNoLeak(
          () => tf.tidy(() => makeLayer(example).apply(x) as tf.Tensor),
          1,
        );
        expect(y.shape).toEqual(shape);
        expect(await read(y)).toEqual(Float32Array.from(values, (value) => value * 0.5 + 1));
        x.dispose();
      }
    });
    return;
  }

  it("refuses other ranks with an error that says so", () => {
    const flat = tf.zeros([4, 4]);
    let thrown: unknown;
    try {
      makeLayer(example).apply(flat, { training: true });
    } catch (error) {
      thrown = error;
    }
    expect(AugmentationError.is(thrown) && thrown.code).toBe("invalid-input");
    expect(String(thrown)).toMatch(/rank 3 \(single image\) or 4/);
    flat.dispose();
  });
}

for (const example of layerCases) describeOnBackends(example.name, () => contract(example));

it("every layer of the table has a case here", () => {
  expect(layerCases.map(({ name }) => name).sort()).toEqual(Object.keys(kerasLayerClasses).sort());
});

describe("options", () => {
  it.each(layerCases)("$name refuses an argument that it does not know", (example) => {
    for (const [key, remedy] of [
      ["fillmode", /correct its spelling/],
      ["fill_mode", /`fillMode`/],
      ["boundingBoxFormat", /Leave it out/],
    ] as const) {
      let thrown: unknown;
      try {
        makeLayer(example, { [key]: "constant" });
      } catch (error) {
        thrown = error;
      }
      expect(AugmentationError.is(thrown) && thrown.message).toBe(
        `Unrecognized argument passed to ${example.name}: \`${key}\`.`,
      );
      expect(AugmentationError.is(thrown) && thrown.remedy).toMatch(remedy);
    }
  });
});

describe("segmentation masks", () => {
  const masks = (shape: number[]): tf.Tensor =>
    tf.tensor(
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i % 7),
      shape,
    );

  it.each(layerCases)(
    "$name moves masks without a channel axis like those with one",
    async (example) => {
      await tf.setBackend("cpu");
      const images = pictures();
      const [whole, flat] = [masks([batch, height, width, 1]), masks([batch, height, width])];
      const results = [whole, flat].map((segmentationMasks) => {
        setRandomSeed(3);
        return makeLayer(example).applyToBatch({ images, segmentationMasks }, { training: true });
      });
      const [a, b] = results.map((result) => result.segmentationMasks);
      expect(b?.shape).toEqual(a?.shape.slice(0, 3));
      expect(await b?.data()).toEqual(await a?.data());
      tf.dispose([images, whole, flat, results]);
    },
  );

  it.each(layerCases)("$name refuses masks that do not fit", (example) => {
    const images = pictures();
    for (const shape of [
      [batch, 4, 4, 1],
      [3, height, width, 1],
      [batch, height],
      [height, width, 1],
    ]) {
      const segmentationMasks = masks(shape);
      expect(() => makeLayer(example).applyToBatch({ images, segmentationMasks })).toThrow(
        `segmentationMasks.shape=[${shape.join(", ")}], images.shape=[6, 8, 9, 3]`,
      );
      segmentationMasks.dispose();
    }
    images.dispose();
  });
});

describe("save and load", () => {
  for (const example of layerCases.filter(({ name }) => name !== "RandomCrop")) {
    it(`${example.name} survives in a stock sequential model, with its config and its draws`, async () => {
      await tf.setBackend("cpu");
      const layer = makeLayer(example, { inputShape: [height, width, channels] });
      const model = tf.sequential({ layers: [layer, tf.layers.flatten()] });
      const loaded = await tf.models.modelFromJSON({
        modelTopology: JSON.parse(model.toJSON() as unknown as string) as object,
      } as unknown as tf.io.ModelJSON);
      const copy = loaded.layers.find(({ name }) => name === layer.name)!;
      expect(copy).toBeInstanceOf(layerClass(example.name));
      expect(copy.getConfig()).toEqual(layer.getConfig());
      const images = pictures();
      setRandomSeed(6);
      const expected = await read(layer.apply(images, { training: true }));
      setRandomSeed(6);
      expect(await read(copy.apply(images, { training: true }) as tf.Tensor)).toEqual(expected);
      tf.dispose(images);
      model.dispose();
      loaded.dispose();
    });
  }
});
