/**
 * onnxruntime gives what the model gives. Runs where `ONNX_PYTHON` (or `KERAS_PYTHON`) names a Python that has onnxruntime 1.12 or
 * later; elsewhere it shows as skipped.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxPython } from "@flowers-tools/testing/python";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { toOnnx } from "../index";
import { inOnnxruntime } from "../test-support/onnxruntime";

/** The layers of the tutorial and of the networks that are carried along. */
function network(): tf.LayersModel {
  const start = tf.input({ shape: [14, 14, 3], name: "image" });
  const apply = (
    layer: tf.layers.Layer,
    x: tf.SymbolicTensor | tf.SymbolicTensor[],
  ): tf.SymbolicTensor => layer.apply(x) as tf.SymbolicTensor;
  const scaled = apply(tf.layers.rescaling({ scale: 1 / 127.5, offset: -1 }), start);
  const kernelInitializer = tf.initializers.glorotNormal({ seed: 1 });
  const conv = (x: tf.SymbolicTensor, filters: number, strides: number): tf.SymbolicTensor =>
    apply(
      tf.layers.conv2d({
        filters,
        kernelSize: 3,
        strides,
        padding: "same",
        activation: "relu",
        kernelInitializer,
      }),
      x,
    );
  const a = conv(scaled, 6, 1);
  const b = apply(tf.layers.batchNormalization(), conv(a, 6, 1));
  const sum = apply(tf.layers.add(), [a, b]);
  const deep = apply(
    tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: "same" }),
    sum,
  );
  const six = apply(tf.layers.reLU({ maxValue: 6 }), deep);
  const sep = apply(
    tf.layers.separableConv2d({ filters: 5, kernelSize: 3, activation: "swish" }),
    six,
  );
  const wide = apply(
    tf.layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: "same" }),
    sep,
  );
  const more = apply(
    tf.layers.upSampling2d({ size: [2, 2] }),
    apply(tf.layers.zeroPadding2d({ padding: 1 }), wide),
  );
  const less = apply(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }), more);
  const mean = apply(
    tf.layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
    less,
  );
  const normal = apply(
    tf.layers.layerNormalization(),
    apply(tf.layers.dropout({ rate: 0.5 }), mean),
  );
  const pooled = [
    apply(tf.layers.globalAveragePooling2d({}), normal),
    apply(tf.layers.globalMaxPooling2d({}), less),
    apply(tf.layers.flatten(), mean),
  ];
  const joined = apply(tf.layers.concatenate(), pooled);
  const hidden = apply(
    tf.layers.dense({ units: 7, activation: "gelu", kernelInitializer }),
    joined,
  );
  const end = apply(
    tf.layers.dense({ units: 3, activation: "softmax", name: "flowers", kernelInitializer }),
    hidden,
  );
  return tf.model({ inputs: start, outputs: end, name: "network" });
}

describe("toOnnx", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("is the same bytes again, and refuses a layer without an operator by name", async () => {
    const model = network();
    expect(await toOnnx(model)).toEqual(await toOnnx(model));
    const recurrent = tf.sequential({
      layers: [
        tf.layers.lstm({
          units: 2,
          inputShape: [3, 1],
          name: "memory",
          recurrentActivation: "sigmoid",
        }),
      ],
    });
    await expect(toOnnx(recurrent)).rejects.toThrow('layer "memory" (LSTM)');
    model.dispose();
    recurrent.dispose();
  });

  it.skipIf(!onnxPython)(
    "predicts in onnxruntime what it predicts here, for any batch",
    async () => {
      const model = network();
      const images = tf.randomUniform([3, 14, 14, 3], 0, 255, "float32", 5);
      const expected = model.predict(images) as tf.Tensor;
      const folder = await mkdtemp(join(tmpdir(), "flowers-onnx-"));
      try {
        const path = join(folder, "network.onnx");
        const options = {
          classNames: ["daisy", "rose", "tulip"],
          preprocessing: "RGB, 0 to 255",
        };
        await writeFile(path, await toOnnx(model, options));
        const values = images.dataSync() as Float32Array;
        const results = inOnnxruntime(
          [1, 3].map((count) => ({
            path,
            inputs: [
              { shape: [count, 14, 14, 3], values: values.subarray(0, count * 14 * 14 * 3) },
            ],
          })),
        );
        const wanted = expected.dataSync();
        [1, 3].forEach((count, run) => {
          const { outputs, metadata, error } = results[run] ?? {};
          expect(error).toBeNull();
          expect(outputs?.[0]?.shape).toEqual([count, 3]);
          outputs?.[0]?.values.forEach((value, i) => {
            // Probabilities, of float32 sums in another order.
            expect(Math.abs(value - (wanted[i] ?? NaN))).toBeLessThan(1e-5);
          });
          expect(metadata).toEqual({
            classNames: '["daisy","rose","tulip"]',
            preprocessing: "RGB, 0 to 255",
          });
        });
      } finally {
        await rm(folder, { recursive: true });
        tf.dispose([images, expected]);
        model.dispose();
      }
    },
  );
});
