/** AugMix against Keras 3.15.1 on TensorFlow 2.21: three calls each, pixels and consumed seeds, on every backend. */
import * as tf from "@tensorflow/tfjs";
import { setRandomSeed } from "@flowers/random";
import { describe, expect, it } from "vitest";
import { type BackendName, describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import golden from "../fixtures/aug-mix.json";
import layersGolden from "../fixtures/layers.json";
import { maxDifference } from "../test-support/close";
import { camelKeys } from "../test-support/keras-names";
import { AugMix } from "./aug-mix";

// Sums of chains of up to four layers, in another order than TensorFlow's, on values up to 255; shaders as in golden.test.
const tolerance = (backend: BackendName): number =>
  backend === "webgl" || backend === "webgpu" ? 1e-2 : 2e-4;

describeOnBackends("AugMix gives Keras's pixels", (backend) => {
  for (const [index, { random_seed, kwargs, calls, states }] of golden.cases.entries()) {
    it(`case ${index}: ${JSON.stringify(kwargs)}`, async () => {
      setRandomSeed(random_seed); // layers are chosen from Python's global stream
      const layer = new AugMix({ ...camelKeys(kwargs), seed: 7 });
      const images = tf.tensor4d(
        layersGolden.input,
        golden.input_shape as [number, number, number, number],
      );
      for (const [call, expected] of calls.entries()) {
        await expectNoLeak(async () => {
          const output = layer.apply(images, { training: true });
          const values = await output.data();
          output.dispose();
          expect(layer.seedGenerator.getState()).toEqual(states[call]);
          expect(maxDifference(values, expected)).toBeLessThanOrEqual(tolerance(backend));
        });
      }
      images.dispose();
    });
  }
});

describe("config", () => {
  for (const [index, { kwargs, config }] of golden.cases.entries()) {
    it(`case ${index}: AugMix has Keras's resolved arguments`, () => {
      const layer = new AugMix({ ...camelKeys(kwargs), seed: 7 });
      const expected = { ...camelKeys(config), dataFormat: "channelsLast" };
      expect(layer.getConfig()).toMatchObject(expected);
    });
  }
});
