/**
 * Keras goes on with what was saved here: it opens a compiled model without a warning, its optimizer has every variable, and the
 * next step is the one that Keras takes from its own file. Runs where `KERAS_PYTHON` names a Python that has Keras 3 with
 * TensorFlow; elsewhere it shows as skipped.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readKeras, saveKeras, toLayersModel } from "@flowers/keras-format";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compileFromKeras } from "./compile-from-keras";
import { compileToKeras } from "./compile-to-keras";

const python = process.env["KERAS_PYTHON"];
const scripts = fileURLToPath(new URL("../../../../tools/golden/scripts/", import.meta.url));

/** Takes a step from Keras's file and from ours, and says how they differ. */
const goOn = `
import json, logging, os, sys, warnings
warnings.simplefilter("error")
sys.path[:0] = [sys.argv[2] + "/keras-format", sys.argv[2]]
import keras, numpy as np, kinds as models
logged = []
class Listener(logging.Handler):
    def emit(self, record):
        logged.append(record.getMessage())
logging.getLogger("absl").addHandler(Listener(level=logging.WARNING))
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

const run = (args: readonly string[]): string => {
  const { stdout, stderr, status } = spawnSync(python ?? "", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return stdout;
};

describe.skipIf(!python)("models compiled here", () => {
  const folder = mkdtempSync(join(tmpdir(), "flowers-keras-continues-"));
  beforeAll(async () => {
    await tf.setBackend("cpu");
    run([join(scripts, "keras-format/kinds.py"), folder, "functional"]);
    return () => rmSync(folder, { recursive: true });
  });

  it("are trained on by Keras with each of its optimizers", async () => {
    const { optimizers } = JSON.parse(readFileSync(join(folder, "models.json"), "utf8")) as {
      readonly optimizers: Readonly<Record<string, { readonly file: string }>>;
    };
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
    const output = run(["-c", goOn, folder, scripts]);
    const found = JSON.parse(output.slice(output.lastIndexOf("RESULT") + 6)) as Record<
      string,
      unknown
    >;
    const wanted = { warnings: [], same: true, differ: {}, losses: 0, apart: 0 };
    expect(found).toEqual(Object.fromEntries(names.map((name) => [name, wanted])));
  });
});
