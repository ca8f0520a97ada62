/**
 * Every layer with each of its options: models of one layer that real Keras saved. Each is read and predicts the same, is written
 * and read again, and goes to ONNX, where onnxruntime predicts the same; or it is refused with a reason, never something else.
 * Where `KERAS_PYTHON` names a Python that has Keras 3 with TensorFlow it makes hundreds of them now; elsewhere they are the dozen
 * of the fixtures, in which tfjs's own layers give something else. The part of ONNX is skipped where neither that Python nor
 * `ONNX_PYTHON` has onnxruntime.
 */
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeOnBackends } from "@flowers-tools/testing";
import { type Outputs, outputsOf, worstDifference } from "@flowers-tools/testing/keras-models";
import { folderFilledBy, kerasPython, onnxPython } from "@flowers-tools/testing/python";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { fromLayersModel, KerasFormatError, loadKeras, toOnnx, writeKeras } from "../index";
import { faultsInOnnxruntime, type OnnxCase } from "../test-support/onnxruntime";

/** A model and what is wrong with it: an error, or how far its outputs are from Keras's. */
type Fault = readonly [string, string | number];

interface Option {
  readonly file: string;
  readonly layer: string;
  readonly inputs: Outputs;
  readonly outputs: Outputs;
}

const reasonOf = (message: string): string =>
  /\) (.*?)(; |, which |\.$)/.exec(message)?.[1] ?? message;

const unknown = (name: string): string => `${name} is not among the layers that are carried over`;

/** Layers and settings that reading refuses, and why. */
const notRead = [
  'Activation has activation "glu"',
  'Activation has activation "sparsemax"',
  unknown("AdaptiveAveragePooling2D"),
  unknown("AdditiveAttention"),
  "Attention has a scale or a score of its own",
  'Conv2D has data_format="channels_first"',
  'Dense has activation "glu"',
  'Dense has activation "sparsemax"',
  unknown("Discretization"),
  "Resizing interpolates by bicubic",
  "Resizing smooths while it shrinks (antialias)",
  unknown("SpectralNormalization"),
  'UpSampling2D interpolates by "bicubic"',
  'UpSampling2D interpolates by "lanczos3"',
];

/** Of the others, those that have no operator of ONNX here. */
const notInOnnx = [
  ...["Attention", "Bidirectional", "ConvLSTM2D"].map(
    (name) => `${name} is not among the layers that are exported`,
  ),
  "Embedding makes a mask of what is zero",
  ...["GRU", "LSTM", "Masking", "MultiHeadAttention", "SimpleRNN", "TimeDistributed"].map(
    (name) => `${name} is not among the layers that are exported`,
  ),
];

/** A folder that `options.py FOLDER` has filled before, to save its two minutes. */
const given = process.env["KERAS_OPTIONS"];
const fixtures = fileURLToPath(new URL("../fixtures/options/", import.meta.url));
const all = given !== undefined || kerasPython !== undefined;

/** Sums of float32 in another order; the largest that was seen is in the README. */
const tolerance = 1e-5;

describe("every layer with every option", { timeout: 1_800_000 }, () => {
  const folder = folderFilledBy("keras-format/options.py", given);
  const source = all ? folder : fixtures;
  let options: [string, Option][] = [];
  const refused = new Map<string, { layer: string; message: string }>();

  /** What `work` gives, or undefined with a note of why not: `refused`, or `wrong` where it is no refusal by the layer's name. */
  async function unlessRefused<T>(
    [label, { layer }]: [string, Option],
    wrong: Fault[],
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isRefusal = KerasFormatError.is(error) && error.code === "unsupported";
      if (isRefusal && /^[^\n]*layer "tried"[^\n]*\.$/.test(message))
        refused.set(label, { layer, message });
      else wrong.push([label, message]);
      return undefined;
    }
  }

  const refusedBy = (what: string): readonly string[] => {
    const all = [...refused.values()].filter(({ message }) => message.startsWith(what));
    return [...new Set(all.map(({ layer, message }) => `${layer} ${reasonOf(message)}`))].sort();
  };

  beforeAll(() => {
    const text = readFileSync(join(source, "options.json"), "utf8");
    options = Object.entries(JSON.parse(text) as Record<string, Option>);
  });

  describeOnBackends(
    "its models",
    (backend) => {
      it("predict as in Keras, also after they were written and read, or are refused", async () => {
        expect(options.length).toBeGreaterThan(all ? 500 : 10);
        const wrong: Fault[] = [];
        for (const option of options) {
          const [label, { file, inputs, outputs }] = option;
          const bytes = await readFile(join(source, file));
          await unlessRefused(option, wrong, async () => {
            const model = await loadKeras(bytes);
            const found = outputsOf(model, inputs);
            const difference = worstDifference(found, { outputs });
            if (!(difference < tolerance)) wrong.push([label, difference]);
            if (backend === "cpu") {
              const again = await loadKeras(await writeKeras(await fromLayersModel(model)));
              expect(outputsOf(again, inputs)).toEqual(found);
              tf.dispose(again.weights.map((weight) => weight.read()));
            }
            tf.dispose(model.weights.map((weight) => weight.read()));
          });
        }
        expect(wrong).toEqual([]);
        expect(refusedBy("toLayersModel")).toEqual(all ? notRead : []);
      });
    },
    ["cpu", "wasm", "tensorflow"],
  );

  it.skipIf(!onnxPython)("predicts the same in onnxruntime, or is refused", async () => {
    await tf.setBackend("cpu");
    const cases: OnnxCase[] = [];
    const wrong: Fault[] = [];
    const readable = options.filter(([label]) => !refused.has(label));
    for (const option of readable) {
      const [label, { file, inputs, outputs }] = option;
      const bytes = await unlessRefused(option, wrong, async () => {
        const model = await loadKeras(await readFile(join(source, file)));
        const made = await toOnnx(model);
        model.dispose();
        return made;
      });
      if (!bytes) continue;
      const path = join(folder, file.replace(".keras", ".onnx"));
      await writeFile(path, bytes);
      cases.push({ name: label, outputs, path, inputs });
    }
    wrong.push(...faultsInOnnxruntime(cases, tolerance));
    expect(wrong).toEqual([]);
    expect(refusedBy("toOnnx")).toEqual(all ? notInOnnx : []);
  });
});
