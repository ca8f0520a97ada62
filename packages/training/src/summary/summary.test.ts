/** Tables against those that Keras 3.15 printed for the same models. */
import { threeBlockCnn } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { TrainingError } from "../errors";
import golden from "./fixtures/keras-summary.json";
import { summary, type SummaryOptions } from "./summary";

function textOf(model: tf.LayersModel, options: SummaryOptions): string {
  const printed: string[] = [];
  summary(model, { ...options, printFn: (text) => printed.push(text) });
  expect(printed).toHaveLength(1);
  return printed[0] ?? "";
}

describe.each([
  ["basic", {}],
  ["augmented", { augmentation: true, dropout: 0.2 }],
] as const)("summary of the tutorial's %s model", (name, form) => {
  const expected = golden[name];
  const model = threeBlockCnn({ imageSize: [180, 180], numClasses: 5, ...form });

  it("equals Keras's at several widths", () => {
    expect(textOf(model, { lineLength: 76 })).toBe(expected["76"]);
    expect(textOf(model, {})).toBe(expected["76"]); // 80 columns less 4
    expect(textOf(model, { lineLength: 88 })).toBe(expected["88"]);
    expect(textOf(model, { lineLength: 50 })).toBe(expected["50"]);
  });

  it("equals Keras's with the column of trainable layers", () => {
    expect(textOf(model, { lineLength: 100, showTrainable: true })).toBe(expected["100_trainable"]);
  });

  it("counts Adam's state as Keras does", () => {
    const params = 2 * 3_989_285 + 2;
    const sizeBytes = 2 * 3_989_285 * 4 + 4 + 8; // float32 rate, int64 iterations
    expect(textOf(model, { lineLength: 88, optimizer: { params, sizeBytes } })).toBe(expected.adam);
  });
});

describe("summary", () => {
  it("cuts long names, marks frozen layers and splits the counts", () => {
    const model = tf.sequential({
      name: "odd",
      layers: [
        tf.layers.dense({
          units: 4,
          inputShape: [8],
          name: "a_quite_long_layer_name_that_cannot_fit_into_its_column_at_all",
        }),
        tf.layers.batchNormalization({ name: "norm" }),
        tf.layers.dense({ units: 3, name: "frozen", trainable: false }),
      ],
    });
    expect(textOf(model, { lineLength: 88 })).toBe(golden.odd["88"]);
    expect(textOf(model, { lineLength: 100, showTrainable: true })).toBe(golden.odd.trainable);
  });

  it("shows what is connected to what when the layers are no chain", () => {
    const pixels = tf.input({ shape: [8], name: "pixels" });
    const left = tf.layers.dense({ units: 4, name: "left" }).apply(pixels) as tf.SymbolicTensor;
    const right = tf.layers.dense({ units: 4, name: "right" }).apply(pixels) as tf.SymbolicTensor;
    const joined = tf.layers
      .concatenate({ name: "join" })
      .apply([left, right]) as tf.SymbolicTensor;
    const outputs = tf.layers.dense({ units: 2, name: "head" }).apply(joined) as tf.SymbolicTensor;
    const model = tf.model({ inputs: pixels, outputs, name: "branching" });
    expect(textOf(model, { lineLength: 108 })).toBe(golden.branching["108"]);
    expect(textOf(model, { lineLength: 120, showTrainable: true })).toBe(
      golden.branching.trainable,
    );
  });

  it("lists the input layer of a functional chain", () => {
    const pixels = tf.input({ shape: [8], name: "pixels" });
    const first = tf.layers.dense({ units: 4, name: "first" }).apply(pixels) as tf.SymbolicTensor;
    const outputs = tf.layers.dense({ units: 2, name: "head" }).apply(first) as tf.SymbolicTensor;
    const model = tf.model({ inputs: pixels, outputs, name: "chain" });
    expect(textOf(model, { lineLength: 88 })).toBe(golden.chain["88"]);
  });

  it("refuses a width that leaves no room", () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    let caught: unknown;
    try {
      summary(model, { lineLength: 12, printFn: () => undefined });
    } catch (error) {
      caught = error;
    }
    expect(TrainingError.is(caught) && caught.code).toBe("invalid-argument");
  });
});
