/**
 * Keras goes on with what was saved here: it opens a compiled model without a warning, its optimizer has every variable, and the
 * next step is the one that Keras takes from its own file. Runs where `KERAS_PYTHON` names a Python that has Keras 3 with
 * TensorFlow; elsewhere it shows as skipped.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readKeras, saveKeras, toLayersModel } from "@flowers/keras-format";
import { kindsIn } from "@flowers-tools/testing/keras-models";
import {
  folderFilledBy,
  goldenScripts,
  kerasPython,
  resultOf,
  runPython,
} from "@flowers-tools/testing/python";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compileFromKeras } from "./compile-from-keras";
import { compileToKeras } from "./compile-to-keras";

/** Takes a step from Keras's file and from ours, and says how they differ. */
const goOn = `
import json, sys
sys.path[:0] = [sys.argv[2] + "/keras-format", sys.argv[2]]
from listening import logged
import keras, numpy as np, kinds as models
x, y = models.values((2, 4), 1.0), models.values((2, 2), 1.0)
found = {}
for name, optimizer in json.load(open(sys.argv[1] + "/models.json"))["optimizers"].items():
    logged.clear()
    path = sys.argv[1] + "/" + optimizer["file"]
    theirs, ours = keras.models.load_model(path), keras.models.load_model(path + ".ours.keras")
    said = list(logged)
    pairs = list(zip(theirs.optimizer.variables, ours.optimizer.variables))
    same = len(theirs.optimizer.variables) == len(ours.optimizer.variables) and all(
        np.array_equal(a.numpy(), b.numpy()) for a, b in pairs
    )
    settings, of_ours = [m.optimizer.get_config() for m in (theirs, ours)]
    # Names are of no effect, and Keras has two for AdamW.
    differ = {key: [value, of_ours.get(key)] for key, value in settings.items() if key != "name" and of_ours.get(key) != value}
    losses = [float(np.ravel(m.train_on_batch(x, y))[0]) for m in (theirs, ours)]
    apart = max(float(np.max(np.abs(a - b))) for a, b in zip(theirs.get_weights(), ours.get_weights()))
    found[name] = {"warnings": said, "same": same, "differ": differ, "losses": losses[0] - losses[1], "apart": apart}
print("RESULT" + json.dumps(found))
`;

describe.skipIf(!kerasPython)("models compiled here", () => {
  const folder = folderFilledBy("keras-format/kinds.py", undefined, "functional");
  beforeAll(() => tf.setBackend("cpu"));

  it("are trained on by Keras with each of its optimizers", async () => {
    const { optimizers } = kindsIn(folder);
    const names = Object.keys(optimizers);
    expect(names.length).toBeGreaterThanOrEqual(11);
    const before = tf.memory().numTensors;
    for (const { file } of Object.values(optimizers)) {
      const path = join(folder, file);
      const saved = await readKeras(await readFile(path));
      const model = toLayersModel(saved);
      const trainer = compileFromKeras(model, saved);
      await writeFile(`${path}.ours.keras`, await saveKeras(model, await compileToKeras(trainer)));
      trainer.dispose();
      model.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
    const found = resultOf(runPython(kerasPython, ["-c", goOn, folder, goldenScripts]));
    const wanted = { warnings: [], same: true, differ: {}, losses: 0, apart: 0 };
    expect(found).toEqual(Object.fromEntries(names.map((name) => [name, wanted])));
  });
});
