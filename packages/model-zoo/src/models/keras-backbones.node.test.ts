/** Any Keras backbone: networks of keras.applications as real Keras saves them, with a head of ours, beside Keras. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { readKeras, toLayersModel } from "@flowers/keras-format";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { featureExtractor, kerasLayers } from "../index";

const python = process.env["KERAS_PYTHON"] ?? "";
const size = 32;
const values = (count: number, at: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => at(i));

describe.skipIf(python === "")("featureExtractor on keras.applications (KERAS_PYTHON)", () => {
  let folder: string;
  let keras: Record<string, { largest: number; logits: number[][] }>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "flowers-backbones-"));
    const script = fileURLToPath(new URL("../test-support/keras-backbones.py", import.meta.url));
    execFileSync(python, [script, folder], { stdio: "pipe" });
    keras = JSON.parse(readFileSync(join(folder, "logits.json"), "utf8")) as typeof keras;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describeOnBackends(
    "logits",
    () => {
      it.each(["MobileNetV2", "MobileNetV3Small", "EfficientNetB0", "ResNet50"])(
        "of %s are Keras's",
        async (name) => {
          await expectNoLeak(async () => {
            const file = await readKeras(readFileSync(join(folder, `${name}.keras`)));
            const base = toLayersModel(file, { layers: kerasLayers });
            const model = featureExtractor(base, { numClasses: 3 });
            expect(model.trainableWeights.map(({ shape }) => shape.at(-1))).toEqual([3, 3]);
            const count = model.trainableWeights[0]?.shape[0] ?? 0;
            const head = tf.tidy(() => [
              tf.tensor2d(
                values(count * 3, (i) => ((i * 31) % 101) / 1000 - 0.05),
                [count, 3],
              ),
              tf.zeros([3]),
            ]);
            model.layers.at(-1)?.setWeights(head);
            const pixels = values(2 * size * size * 3, (i) => (i * 7919) % 256);
            const images = tf.tensor4d(pixels, [2, size, size, 3]);
            const logits = model.predict(images) as tf.Tensor;
            const { largest, logits: expected } = keras[name] ?? { largest: 0, logits: [] };
            // Sums of up to 2,048 features, each within a millionth of the largest.
            const tolerance = 1e-4 * Math.max(1, largest);
            const found = await logits.data();
            expect(found).toHaveLength(6);
            expected.flat().forEach((value, i) => {
              expect(Math.abs((found[i] ?? NaN) - value), `${name} ${i}`).toBeLessThan(tolerance);
            });
            tf.dispose([head, images, logits]);
            model.dispose();
          });
        },
      );
    },
    ["wasm", "tensorflow"],
  );
});
