import * as tf from "@tensorflow/tfjs";
import { globalRandom, setRandomSeed } from "@flowers/random";
import { expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import keras from "../fixtures/keras.json";
import * as zoo from "../index";

const makers = {
  glorotNormal: zoo.glorotNormal,
  heUniform: zoo.heUniform,
  heNormal: zoo.heNormal,
  lecunUniform: zoo.lecunUniform,
  lecunNormal: zoo.lecunNormal,
  randomUniform: zoo.randomUniform,
  randomNormal: zoo.randomNormal,
  truncatedNormal: zoo.truncatedNormal,
  varianceScaling: zoo.varianceScaling,
  orthogonal: zoo.orthogonal,
};

describe("initializers", () => {
  it("draws Keras's GlorotUniform bit for bit", () => {
    const values = zoo.glorotUniform({ seed: 42 }).values([3, 3, 3, 4]);
    expect(Array.from(values)).toEqual(keras.glorotUniformSeed42);
  });

  it.each(keras.initializersSeed7)(
    "$name of shape $shape gives Keras's values",
    ({ name, shape, values }) => {
      const drawn = makers[name as keyof typeof makers]({ seed: 7 }).values(shape);
      expect(drawn).toHaveLength(values.length);
      // Uniform draws are exact; normal ones go through log, sin and cos, whose last bits differ between libraries.
      const worst = Math.max(...values.map((value, i) => Math.abs(value - (drawn[i] ?? NaN))));
      expect(worst).toBeLessThanOrEqual(name.endsWith("Uniform") ? 0 : 2e-6);
    },
  );

  it("draws one seed from the global stream when it is made, none when it has one", () => {
    setRandomSeed(123);
    expect(zoo.heNormal().drawnSeed).toBe(56224986); // rng.json: python_randint_1_1e9
    zoo.heNormal({ seed: 5 });
    expect(globalRandom.python.randint(1, 1e9)).toBe(287416173);
  });

  it("survives a round trip through a layer's config", () => {
    const layer = zoo.dense({
      units: 3,
      inputShape: [4],
      kernelInitializer: zoo.orthogonal({ seed: 7, gain: 2 }),
    });
    const copy = tf.layers.dense(layer.getConfig() as never);
    const kernels = [layer, copy].map((each) => {
      each.build([null, 4]);
      return Array.from(each.getWeights()[0]?.dataSync() ?? []);
    });
    expect(kernels[0]).toEqual(kernels[1]);
    expect(Math.max(...(kernels[0] ?? []))).toBeGreaterThan(0);
    tf.dispose([...layer.getWeights(), ...copy.getWeights()]);
  });

  it("hands over one tensor and leaves no other", async () => {
    const tensor = await expectNoLeak(() => zoo.glorotUniform({ seed: 1 }).apply([2, 2]), 1);
    tensor.dispose();
  });

  it("knows Keras's spellings and lists the names otherwise", () => {
    expect(zoo.getInitializer("he_normal")).toBeInstanceOf(zoo.HeNormal);
    expect(() => zoo.getInitializer("he")).toThrow(/Known: zeros, ones, glorotUniform/);
  });

  it("refuses what Keras refuses", () => {
    expect(() => zoo.glorotUniform({ seed: 1.5 })).toThrow(
      "Argument `seed` must be an integer. Received: seed=1.5",
    );
    expect(() => zoo.varianceScaling({ scale: 0 })).toThrow("must be positive float");
    expect(() => zoo.orthogonal({ seed: 1 }).values([3])).toThrow("at least two-dimensional");
  });
});
