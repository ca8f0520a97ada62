import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { dropoutMask } from "@flowers/random";
import { describe, expect, it } from "vitest";
import keras from "../fixtures/keras.json";
import { dropout, spatialDropout2d } from "./dropout";

describeOnBackends("dropout", () => {
  it.each(keras.dropout)(
    "gives Keras's masks for seed $seed, call after call",
    async ({ seed, calls }) => {
      const layer = dropout({ rate: 0.2, seed });
      for (const mask of calls) {
        const y = await expectNoLeak(
          () => tf.tidy(() => layer.apply(tf.ones([20]), { training: true }) as tf.Tensor),
          1,
        );
        expect(Array.from(await y.data())).toEqual(mask);
        y.dispose();
      }
    },
  );

  it("draws the host's masks to the bit, whatever the seed, rate and shape", async () => {
    const shapes = [[1], [7, 5], [3, 1, 1, 9], [2, 33, 31, 3], [0, 4]];
    const seeds = [0, 1, -5, 2 ** 31 - 2, 2 ** 31 - 1, 2 ** 40 + 17];
    for (const [i, seed] of seeds.entries()) {
      for (const rate of [1e-7, 0.1, 0.2, 0.5, 0.999]) {
        const shape = shapes[((i + seeds.length * rate * 10) % shapes.length) | 0] ?? [4];
        const layer = dropout({ rate, seed });
        const mask = await expectNoLeak(() => layer.drawMask(shape), 1);
        const size = shape.reduce((product, length) => product * length, 1);
        expect(mask.shape).toEqual(shape);
        expect(await mask.data(), `seed ${seed}, rate ${rate}, [${shape.join()}]`).toEqual(
          dropoutMask(size, { seed: [seed, 0], rate }),
        );
        mask.dispose();
      }
    }
  });

  it("is the identity outside training and draws nothing", async () => {
    const layer = dropout({ rate: 0.5, seed: 3 });
    const before = layer.seedGenerator?.getState();
    const y = tf.tidy(() => layer.apply(tf.tensor1d([1, 2, 3])) as tf.Tensor);
    expect(Array.from(await y.data())).toEqual([1, 2, 3]);
    expect(layer.seedGenerator?.getState()).toEqual(before);
    y.dispose();
  });

  it("broadcasts a noise shape", async () => {
    const layer = dropout({ rate: 0.5, seed: 3, noiseShape: [null, 1] });
    const y = tf.tidy(() => layer.apply(tf.ones([6, 2]), { training: true }) as tf.Tensor2D);
    const rows = await y.array();
    expect(rows.every(([a, b]) => a === b)).toBe(true);
    expect(new Set(rows.map(([a]) => a))).toEqual(new Set([0, 2]));
    y.dispose();
  });

  it("keeps its options in its config and refuses a rate above 1", () => {
    expect(dropout({ rate: 0.2, seed: 7 }).getConfig()).toMatchObject({
      rate: 0.2,
      seed: 7,
      noiseShape: null,
    });
    expect(dropout(0).seedGenerator).toBeNull();
    expect(() => dropout(1.5)).toThrow("Received: rate=1.5");
    for (const rate of ["0.5", null, undefined]) {
      expect(() => dropout({ rate: rate as never })).toThrow("Received: rate=");
    }
  });
});

describe("SpatialDropout2D and Dropout", () => {
  it("refuse arguments that they do not know, and shapes that are none", () => {
    expect(() => dropout({ rate: 0.5, noise_shape: [1] } as never)).toThrow("`noise_shape`");
    expect(() => spatialDropout2d({ rate: 0.5, rows: 1 } as never)).toThrow("`rows`");
    expect(() => dropout({ rate: 0.5, noiseShape: [0] })).toThrow("noiseShape=[0]");
    expect(() => spatialDropout2d(2)).toThrow("rate=2");
  });
});
