/**
 * Every kind of layer, and seven networks of `keras.applications`: real Keras makes and saves them now, we read them, predict,
 * and write them again, and Keras opens what we wrote without a warning. Runs where `KERAS_PYTHON` names a Python that has
 * Keras 3 with TensorFlow; elsewhere it shows as skipped.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromLayersModel, loadKeras, writeKeras } from "../index";
import { type Kinds, kindsIn, predict, worstDifference } from "../test-support/kinds";

const python = process.env["KERAS_PYTHON"];
/** A folder that `kinds.py FOLDER` has filled before, to save its minutes. */
const made = process.env["KERAS_KINDS"];
const scripts = fileURLToPath(new URL("../../../../tools/golden/scripts/", import.meta.url));

/** Opens every file with warnings as errors, and says what it predicts. */
const opener = `
import json, os, sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, sys.argv[2] + "/keras-format")
import keras, numpy as np, kinds as models
folder = sys.argv[1]
wanted = json.load(open(folder + "/models.json"))["models"]
found = {}
for name, kind in wanted.items():
    path = folder + "/" + name + ".ours.keras"
    if not os.path.exists(path):
        continue
    try:
        model = keras.models.load_model(path)
        xs = [models.values(shape, kind["high"], kind["whole"]) for shape in kind["inputs"]]
        ys = model(xs if len(xs) > 1 else xs[0], training=False)
        found[name] = [np.asarray(y).ravel().tolist() for y in models.as_list(ys)]
    except Exception as error:
        found[name] = str(error)[:500]
print("RESULT" + json.dumps(found))
`;

const run = (args: readonly string[]): string => {
  const { stdout, stderr, status } = spawnSync(python ?? "", args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return stdout;
};

describe.skipIf(!python)("models that Keras makes now", () => {
  const folder = made ?? mkdtempSync(join(tmpdir(), "flowers-every-kind-"));
  let kinds: Kinds;

  beforeAll(async () => {
    await tf.setBackend("cpu");
    if (made === undefined) run([join(scripts, "keras-format/kinds.py"), folder]);
    kinds = kindsIn(folder);
  }, 1_800_000);

  afterAll(() => {
    if (made === undefined) rmSync(folder, { recursive: true });
  });

  it(
    "predicts as in Keras, and Keras as we do with what we write",
    { timeout: 1_800_000 },
    async () => {
      const files = Object.entries(kinds.models);
      expect(files.length + Object.keys(kinds.optimizers).length).toBeGreaterThanOrEqual(40);
      const worst: Record<string, number> = {};
      for (const [name, kind] of files) {
        const model = await loadKeras(await readFile(join(folder, kind.file)));
        worst[name] = worstDifference(predict(model, kind), kind);
        await writeFile(
          join(folder, `${name}.ours.keras`),
          await writeKeras(await fromLayersModel(model)),
        );
        model.dispose();
      }
      expect(Object.entries(worst).filter(([, difference]) => !(difference < 1e-5))).toEqual([]);
      const output = run(["-c", opener, folder, scripts]);
      const opened = JSON.parse(output.slice(output.lastIndexOf("RESULT") + 6)) as Record<
        string,
        number[][] | string
      >;
      const differences = files.map(([name, kind]) => {
        const outputs = opened[name];
        if (!Array.isArray(outputs)) return [name, outputs];
        return [
          name,
          worstDifference(
            outputs.map((each) => Float32Array.from(each)),
            kind,
          ),
        ];
      });
      expect(differences.filter(([, difference]) => !(Number(difference) < 1e-5))).toEqual([]);
    },
  );
});
