/**
 * Every kind of layer, and seven networks of `keras.applications`: real Keras makes and saves them now, we read them, predict,
 * and write them in three formats, and Keras opens what we wrote without a warning and with the same weights, bit by bit. Runs
 * where `KERAS_PYTHON` names a Python that has Keras 3 with TensorFlow; elsewhere it shows as skipped.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeOnBackends } from "@flowers-tools/testing";
import {
  type Kind,
  kindsIn,
  predict,
  valuesOf,
  worstDifference,
} from "@flowers-tools/testing/keras-models";
import {
  folderFilledBy,
  goldenScripts,
  kerasPython,
  onnxPython,
  resultOf,
  runPython,
} from "@flowers-tools/testing/python";
import { beforeAll, describe, expect, it } from "vitest";
import {
  fromLayersModel,
  KerasFormatError,
  loadKeras,
  readKeras,
  saveH5,
  saveWeights,
  toOnnx,
  writeKeras,
} from "../index";

import { faultsInOnnxruntime, type OnnxCase } from "../test-support/onnxruntime";

/** A folder that `kinds.py FOLDER` has filled before, to save its minutes. */
const given = process.env["KERAS_KINDS"];

/** Opens every file with warnings as errors, and says what it predicts and whether its weights are those of Keras's own file. */
const opener = `
import json, sys, warnings
sys.path[:0] = [sys.argv[2] + "/keras-format", sys.argv[2]]
from listening import logged
import keras, numpy as np, kinds as models
# Keras says so of every .h5 file that was saved without compile, its own among them.
usual = "No training configuration found"
folder = sys.argv[1]
wanted = json.load(open(folder + "/models.json"))["models"]
found = {}
for name, kind in wanted.items():
    with warnings.catch_warnings():
        # Of a file of its own with inputs by other names Keras warns too.
        warnings.simplefilter("ignore")
        theirs = keras.models.load_model(folder + "/" + kind["file"], compile=False)
    for suffix in (".keras", ".h5", ".weights.h5"):
        logged.clear()
        keras.backend.clear_session()
        try:
            path = folder + "/" + name + ".ours" + suffix
            if suffix == ".weights.h5":
                model = keras.models.load_model(folder + "/" + name + ".ours.keras")
                for variable in model.weights:
                    variable.assign(np.zeros(variable.shape))
                model.load_weights(path)
            else:
                model = keras.models.load_model(path)
            left = [text for text in logged if not (suffix == ".h5" and usual in text)]
            xs = [models.values(shape, kind["high"], kind["whole"]) for shape in kind["inputs"]]
            ys = model(xs if len(xs) > 1 else xs[0], training=False)
            key = lambda array: (array.shape, array.tobytes())
            ours, own = [sorted((np.asarray(w, "float32") for w in m.weights), key=key) for m in (model, theirs)]
            found[name + suffix] = {
                "outputs": [np.asarray(y, "float32").ravel().tolist() for y in models.as_list(ys)],
                "equal": len(ours) == len(own) and all(np.array_equal(a, b) for a, b in zip(ours, own)),
                "warnings": left,
            }
        except Exception as error:
            found[name + suffix] = {"outputs": [], "equal": False, "warnings": [str(error)[:500]]}
print("RESULT" + json.dumps(found))
`;

interface Opened {
  readonly outputs: readonly (readonly number[])[];
  readonly equal: boolean;
  readonly warnings: readonly string[];
}

/** Loops, attention, masks, and operations that have no row. */
const notInOnnx = [
  ...["attention", "both_ways", "gated", "long_memory", "masked", "operations"],
  "pictures_in_time",
];

const far = (differences: readonly (readonly [string, number])[]): unknown =>
  differences.filter(([, difference]) => !(difference < 1e-5));

describe.skipIf(!kerasPython)("models that Keras makes now", { timeout: 1_800_000 }, () => {
  const folder = folderFilledBy("keras-format/kinds.py", given);
  let files: [string, Kind][] = [];

  beforeAll(() => {
    files = Object.entries(kindsIn(folder).models);
  });

  describeOnBackends(
    "forty models",
    (backend) => {
      it("predict as in Keras, also after they were written and read", async () => {
        expect(files.length).toBeGreaterThanOrEqual(45);
        const differences: [string, number][] = [];
        for (const [name, kind] of files) {
          const model = await loadKeras(await readFile(join(folder, kind.file)));
          const outputs = predict(model, kind);
          differences.push([name, worstDifference(outputs, kind)]);
          if (backend === "cpu") {
            const bytes = await writeKeras(await fromLayersModel(model));
            const again = await loadKeras(bytes);
            expect(predict(again, kind), name).toEqual(outputs);
            const date = new Date(0);
            const twice = await writeKeras(await fromLayersModel(again, { date }));
            const once = await writeKeras(await fromLayersModel(model, { date }));
            // By bytes: an assertion of equal arrays takes gigabytes for a hundred megabytes.
            expect(Buffer.compare(twice, once), name).toBe(0);
            again.dispose();
            const path = join(folder, `${name}.ours`);
            await writeFile(`${path}.keras`, bytes);
            await writeFile(`${path}.h5`, await saveH5(model));
            await writeFile(`${path}.weights.h5`, await saveWeights(model));
            const whole = await readKeras(await readFile(`${path}.h5`));
            expect(whole.layers.length, name).toBe((await readKeras(bytes)).layers.length);
          }
          model.dispose();
        }
        differences.sort(([, a], [, b]) => b - a);
        console.log(backend, differences.slice(0, 3));
        expect(far(differences)).toEqual([]);
      });
    },
    ["cpu", "tensorflow"],
  );

  it.skipIf(!onnxPython)(
    "predict the same in onnxruntime, or are refused by a layer's name",
    async () => {
      const cases: OnnxCase[] = [];
      const refused: string[] = [];
      for (const [name, kind] of files) {
        const model = await loadKeras(await readFile(join(folder, kind.file)));
        try {
          const path = join(folder, `${name}.onnx`);
          await writeFile(path, await toOnnx(model));
          cases.push({ name, outputs: kind.outputs, path, inputs: valuesOf(kind) });
        } catch (error) {
          if (!KerasFormatError.is(error)) throw error;
          expect(error.message).toMatch(/^toOnnx: layer "[^"]+" \(\w+\) [^\n]+\.$/);
          refused.push(name);
        }
        model.dispose();
      }
      expect(faultsInOnnxruntime(cases, 1e-5)).toEqual([]);
      expect(refused.sort()).toEqual(notInOnnx);
    },
  );

  it("are opened by Keras in three formats, without a warning, with the same weights", () => {
    const output = runPython(kerasPython, ["-c", opener, folder, goldenScripts]);
    const opened = resultOf(output) as Record<string, Opened>;
    expect(Object.keys(opened).length).toBe(3 * files.length);
    const kinds = new Map(files);
    const bad = Object.entries(opened).flatMap(([name, { outputs, equal, warnings }]) => {
      const kind = kinds.get(name.slice(0, name.indexOf(".")));
      const difference = kind
        ? worstDifference(
            outputs.map((each) => Float32Array.from(each)),
            kind,
          )
        : NaN;
      return equal && warnings.length === 0 && difference < 1e-5
        ? []
        : [[name, equal, warnings, difference]];
    });
    expect(bad).toEqual([]);
  });
});
