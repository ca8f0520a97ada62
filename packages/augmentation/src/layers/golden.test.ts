/** Every layer against the outputs of Keras 3.15.1 on TensorFlow 2.21, two calls each, on every backend. */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { type BackendName, describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import golden from "../fixtures/layers.json";
import type { ImageLayer } from "../base/image-layer";
import { kerasLayers } from "./keras-layers";
import { layerClass } from "../test-support/layer-classes";
import { maxDifference } from "../test-support/close";
import { camelKeys } from "../test-support/keras-names";

interface Example {
  readonly layer: string;
  readonly kwargs: Record<string, unknown>;
  readonly config: Record<string, unknown>;
  readonly out_shape: readonly number[];
  readonly call1: readonly number[];
  readonly call2?: readonly number[];
}

function make({ layer, kwargs, config }: Example): ImageLayer<unknown> {
  const seed = "seed" in config || layer === "RandomGrayscale" ? { seed: 7 } : {};
  return new (layerClass(layer))({ ...camelKeys(kwargs), ...seed });
}

// Float32 sums in another order than TensorFlow's, on values up to 255 (1.5e-5 is one unit in the last place), 1500 after
// RandomSaturation. RandomPerspective's matrix solves 8 equations, TensorFlow's in float32, ours in double precision.
// Shaders round division, sine and the blend of four pixels less exactly.
function tolerance(backend: BackendName, layer: string): number {
  if (backend === "webgl" || backend === "webgpu") return 1e-2;
  return layer === "RandomPerspective" ? 1e-3 : 1e-4;
}

const cases = golden.cases as unknown as readonly Example[];
const input = (): tf.Tensor4D =>
  tf.tensor4d(golden.input, golden.input_shape as [number, number, number, number]);

describeOnBackends("layers give Keras's pixels", (backend) => {
  for (const [index, example] of cases.entries()) {
    it(`case ${index}: ${example.layer} ${JSON.stringify(example.kwargs)}`, async () => {
      const layer = make(example);
      const images = input();
      for (const expected of [example.call1, example.call2]) {
        if (expected === undefined) continue;
        await expectNoLeak(async () => {
          const output = layer.apply(images, { training: true });
          const values = await output.data();
          expect(output.shape).toEqual(example.out_shape);
          output.dispose();
          expect(maxDifference(values, expected)).toBeLessThanOrEqual(
            tolerance(backend, example.layer),
          );
        });
      }
      images.dispose();
    });
  }
});

describe("kerasLayers", () => {
  for (const [index, { layer, config }] of cases.entries()) {
    it(`case ${index}: makes ${layer} from the configuration that Keras writes`, () => {
      const factory = kerasLayers[layer as keyof typeof kerasLayers];
      const made = factory({ ...config, name: "it", dtype: { class_name: "DTypePolicy" } });
      expect(made).toBeInstanceOf(layerClass(layer));
      expect(made.name).toBe("it");
      const expected = camelKeys({ ...config, name: "it" });
      if (expected["dataFormat"] !== undefined) expected["dataFormat"] = "channelsLast";
      delete expected["dtype"];
      expect(made.getConfig()).toMatchObject(expected);
    });
  }
});

describe("config", () => {
  for (const [index, example] of cases.entries()) {
    it(`case ${index}: ${example.layer} has Keras's resolved arguments`, () => {
      const layer = make(example);
      const expected = camelKeys(example.config);
      if (expected["dataFormat"] !== undefined) expected["dataFormat"] = "channelsLast";
      const config = layer.getConfig();
      expect(config).toMatchObject(expected);
      // Keras refuses a key that it does not know, so there may be none.
      const common = ["name", "trainable", "dtype", "batchInputShape"];
      // Keras's RandomGrayscale forgets its seed when it is saved; ours keeps it, and Keras takes it.
      if (example.layer === "RandomGrayscale") common.push("seed");
      const own = Object.keys(config).filter((key) => !common.includes(key));
      expect(own.sort()).toEqual(
        Object.keys(expected)
          .filter((key) => !common.includes(key))
          .sort(),
      );
    });
  }
});
