/**
 * The layers of @flowers/model-zoo and @flowers/augmentation in the place of Keras's: models of one layer that Keras saved predict the
 * same, also after they were written and read, or are refused by the layer's name. The models are those of @flowers/keras-format's
 * fixtures, or all that tools/golden/scripts/keras-format/options.py makes, where `KERAS_PYTHON` names a Python that has Keras 3 with
 * TensorFlow.
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadKeras, saveKeras } from "@flowers/keras-format";
import { kerasLayers } from "@flowers/model-zoo";
import { describeOnBackends } from "@flowers-tools/testing";
import { type Outputs, outputsOf, worstDifference } from "@flowers-tools/testing/keras-models";
import { folderFilledBy, kerasPython } from "@flowers-tools/testing/python";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";

interface Option {
  readonly file: string;
  readonly layer: string;
  readonly inputs: Outputs;
  readonly outputs: Outputs;
}

/** A folder that `options.py FOLDER` has filled before, to save its two minutes. */
const given = process.env["KERAS_OPTIONS"];
const fixtures = fileURLToPath(
  new URL("../../../keras-format/src/fixtures/options/", import.meta.url),
);
const all = given !== undefined || kerasPython !== undefined;

describe("layers of ours for Keras's", { timeout: 1_800_000 }, () => {
  const made = folderFilledBy("keras-format/options.py", given);
  const folder = all ? made : fixtures;
  let options: [string, Option][] = [];

  beforeAll(() => {
    const text = readFileSync(join(folder, "options.json"), "utf8");
    options = Object.entries(JSON.parse(text) as Record<string, Option>).filter(([, { layer }]) =>
      Object.hasOwn(kerasLayers, layer),
    );
  });

  describeOnBackends(
    "each with its options",
    () => {
      it("predict as Keras's do", async () => {
        expect(options.length).toBeGreaterThan(all ? 300 : 4);
        const wrong: (readonly [string, unknown])[] = [];
        const refused = new Set<string>();
        for (const [label, { file, layer, inputs, outputs }] of options) {
          const before = tf.memory().numTensors;
          const factories = { layers: kerasLayers };
          try {
            const model = await loadKeras(await readFile(join(folder, file)), factories);
            const found = outputsOf(model, inputs);
            // Float32 sums in another order, as where tfjs's layers are read.
            const difference = worstDifference(found, { outputs });
            if (!(difference < 1e-5)) wrong.push([label, difference]);
            const again = await loadKeras(await saveKeras(model), factories);
            expect(outputsOf(again, inputs)).toEqual(found);
            for (const each of [model, again]) tf.dispose(each.weights.map((w) => w.read()));
          } catch (error) {
            const message = String(error);
            if (/layer "tried" .* activation.*(glu|sparsemax)/.test(message)) refused.add(layer);
            else wrong.push([label, message]);
          }
          if (tf.memory().numTensors > before) wrong.push([label, "leaks"]);
        }
        expect(wrong).toEqual([]);
        expect([...refused].sort()).toEqual(all ? ["Activation", "Dense"] : []);
      });
    },
    ["cpu", "wasm", "tensorflow"],
  );
});
