/** Both parts of a model together are the model, and what cannot be cut is refused in one sentence. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import { ModelZooError } from "../errors";
import { efficientNetLite0 } from "./efficientnet-lite0";
import { featureExtractor } from "./feature-extractor";
import { headOf } from "./head-of";
import { splitModel } from "./split-model";

const backbone = (): Promise<tf.LayersModel> =>
  efficientNetLite0({ imageSize: [32, 32], weights: null, pooling: "avg" });

/** 0 to 255, the same every time. */
const photos = (): tf.Tensor4D =>
  tf.tensor4d(
    Array.from({ length: 2 * 32 * 32 * 3 }, (_, i) => (i * 7919) % 256),
    [2, 32, 32, 3],
  );

describeOnBackends("splitModel", () => {
  it("gives two parts that are the model, also where layers add", async () => {
    await expectNoLeak(async () => {
      const model = featureExtractor(await backbone(), { numClasses: 3 });
      const { stem, tail } = splitModel(model, "block6a_expand_conv");
      expect(stem.layers.length + tail.layers.length).toBe(model.layers.length + 1);
      const xs = photos();
      const answers = tf.tidy(() => [
        model.predict(xs) as tf.Tensor,
        tail.predict(stem.predict(xs)) as tf.Tensor,
      ]);
      const [whole, parts] = answers.map((tensor) => [...tensor.dataSync()]);
      expect(parts).toEqual(whole);
      tf.dispose([xs, answers]);
      tail.dispose();
      model.dispose();
    });
  });
});

describe("splitModel", () => {
  it("follows layers that are called twice and take one tensor twice", () => {
    const dense = (name: string): tf.layers.Layer => tf.layers.dense({ units: 4, name });
    const [first, second, shared] = [dense("first"), dense("second"), dense("shared")];
    const input = tf.input({ shape: [4] });
    const apply = (layer: tf.layers.Layer, ...x: tf.SymbolicTensor[]): tf.SymbolicTensor =>
      layer.apply(x.length === 1 && x[0] ? x[0] : x) as tf.SymbolicTensor;
    const a = apply(second, apply(first, input));
    const b = apply(shared, apply(shared, a));
    const model = tf.model({ inputs: input, outputs: apply(tf.layers.add(), b, a, a) });
    expect(() => splitModel(model, "shared")).toThrow('layer "shared" takes several tensors.');
    const { stem, tail } = splitModel(model, "second");
    expect(stem.layers.map(({ name }) => name).slice(1)).toEqual(["first"]);
    tf.tidy(() => {
      const xs = tf.tensor2d([[1, -2, 3, -4]]);
      const [whole, parts] = [model.predict(xs), tail.predict(stem.predict(xs))] as tf.Tensor[];
      expect([...(parts?.dataSync() ?? [])]).toEqual([...(whole?.dataSync() ?? [])]);
    });
    model.dispose();
  });

  it("refuses to cut within a residual block, an unknown layer and the input", async () => {
    const model = await backbone();
    const before = model.layers.map(({ inboundNodes }) => inboundNodes.length);
    for (const [at, sentence] of [
      [
        "block6b_project_conv",
        'cannot be cut before "block6b_project_conv": what lies behind it also takes the output of "',
      ],
      ["block9", 'has no layer "block9". Its layers: '],
      [model.layers[0]?.name ?? "", "nothing lies before it"],
    ] as const) {
      expect(() => splitModel(model, at)).toThrow(ModelZooError);
      expect(() => splitModel(model, at)).toThrow(sentence);
    }
    expect(model.layers.map(({ inboundNodes }) => inboundNodes.length)).toEqual(before);
    model.dispose();
  });
});

describe("headOf", () => {
  it("has the layers behind the base, and refuses a model without any", async () => {
    const before = tf.memory().numTensors;
    const base = await backbone();
    const model = featureExtractor(base, { numClasses: 3, denseUnits: 4, dropout: 0.2 });
    const head = headOf(model, base);
    expect(head.inputs[0]?.shape).toEqual([null, 1280]);
    expect(head.layers.slice(1)).toEqual(model.layers.slice(-3));
    expect(() => headOf(base, base)).toThrow("has no layer that");
    head.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses what takes more of the base than its output", async () => {
    const base = await backbone();
    const bypass = tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" });
    const both = tf.layers
      .concatenate()
      .apply([
        tf.layers.dense({ units: 2 }).apply(base.outputs[0] as tf.SymbolicTensor),
        bypass.apply(base.inputs[0] as tf.SymbolicTensor),
      ] as tf.SymbolicTensor[]) as tf.SymbolicTensor;
    expect(() => headOf(tf.model({ inputs: base.inputs, outputs: both }), base)).toThrow(
      /beside that of/,
    );
    base.dispose();
  });
});
