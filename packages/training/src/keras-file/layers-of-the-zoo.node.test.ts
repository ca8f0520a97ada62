/**
 * The layers of @flowers/model-zoo and @flowers/augmentation in the place of Keras's: models of one layer that Keras saved predict the
 * same, also after they were written and read, or are refused by the layer's name. The models are those of @flowers/keras-format's
 * fixtures, or all that tools/golden/scripts/keras-format/options.py makes, where `KERAS_PYTHON` names a Python that has Keras 3 with
 * TensorFlow.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadKeras, saveKeras } from "@flowers/keras-format";
import { kerasLayers } from "@flowers/model-zoo";
import { describeOnBackends } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";

interface Values {
  readonly shape: number[];
  readonly values: number[];
}

interface Option {
  readonly file: string;
  readonly layer: string;
  readonly inputs: readonly Values[];
  readonly outputs: readonly Values[];
}

const python = process.env["KERAS_PYTHON"];
/** A folder that `options.py FOLDER` has filled before, to save its two minutes. */
const given = process.env["KERAS_OPTIONS"];
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const fixtures = path("../../../keras-format/src/fixtures/options/");
const script = path("../../../../tools/golden/scripts/keras-format/options.py");
const all = given ?? python;

function predicted(model: tf.LayersModel, inputs: readonly Values[]): number[][] {
  return tf.tidy(() => {
    const xs = inputs.map(({ shape, values }) => tf.tensor(values, shape, "float32"));
    const [only] = xs;
    const ys = [model.predict(xs.length === 1 && only ? only : xs)].flat();
    return ys.map((y) => [...y.dataSync()]);
  });
}

/** The largest difference, by the largest value of each output. */
function apart(found: readonly number[][], wanted: readonly Values[]): number {
  const each = wanted.map(({ values }, k) => {
    const largest = Math.max(...values.map(Math.abs)) || 1;
    return values.map((value, i) => Math.abs(value - (found[k]?.[i] ?? NaN)) / largest);
  });
  return Math.max(...each.flat());
}

describe("layers of ours for Keras's", { timeout: 1_800_000 }, () => {
  let folder = given ?? fixtures;
  let options: [string, Option][] = [];

  beforeAll(() => {
    const made = given === undefined && python !== undefined;
    if (made) {
      folder = mkdtempSync(join(tmpdir(), "flowers-layers-of-the-zoo-"));
      execFileSync(python, [script, folder], { stdio: "ignore" });
    }
    const text = readFileSync(join(folder, "options.json"), "utf8");
    options = Object.entries(JSON.parse(text) as Record<string, Option>).filter(([, { layer }]) =>
      Object.hasOwn(kerasLayers, layer),
    );
    return () => {
      if (made) rmSync(folder, { recursive: true });
    };
  }, 1_800_000);

  describeOnBackends(
    "each with its options",
    () => {
      it("predict as Keras's do", async () => {
        expect(options.length).toBeGreaterThan(all === undefined ? 4 : 300);
        const wrong: (readonly [string, unknown])[] = [];
        const refused = new Set<string>();
        for (const [label, { file, layer, inputs, outputs }] of options) {
          const before = tf.memory().numTensors;
          const factories = { layers: kerasLayers };
          try {
            const model = await loadKeras(await readFile(join(folder, file)), factories);
            const found = predicted(model, inputs);
            // Float32 sums in another order, as where tfjs's layers are read.
            if (!(apart(found, outputs) < 1e-5)) wrong.push([label, apart(found, outputs)]);
            const again = await loadKeras(await saveKeras(model), factories);
            expect(predicted(again, inputs)).toEqual(found);
            for (const each of [model, again]) tf.dispose(each.weights.map((w) => w.read()));
          } catch (error) {
            const message = String(error);
            if (/layer "tried" .* activation.*(glu|sparsemax)/.test(message)) refused.add(layer);
            else wrong.push([label, message]);
          }
          if (tf.memory().numTensors > before) wrong.push([label, "leaks"]);
        }
        expect(wrong).toEqual([]);
        expect([...refused].sort()).toEqual(all === undefined ? [] : ["Activation", "Dense"]);
      });
    },
    ["cpu", "wasm", "tensorflow"],
  );
});
