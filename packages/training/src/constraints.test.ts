/** Constraints, penalties of outputs and of weights between steps: three epochs beside Keras's (tools/golden). */
import * as tf from "@tensorflow/tfjs";
import { dense, type DenseOptions } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { describeOnBackends } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import golden from "./fixtures/layer-training.json";
import { compile } from "./index";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";
import { SGD } from "./optimizers/sgd";

const cases: Readonly<Record<string, Omit<DenseOptions, "units">>> = {
  activity: { activityRegularizer: tf.regularizers.l2({ l2: 0.01 }) },
  activityL1: { activityRegularizer: "l1", activation: "silu" },
  biasL1: { biasRegularizer: tf.regularizers.l1({ l1: 0.03 }) },
  maxNorm: { kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.5 }) },
  unitNorm: { kernelConstraint: "unit_norm" },
  orthogonal: { kernelRegularizer: "orthogonal" },
};

const close = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThan(1e-5);

/** Three epochs of rounding: a GPU's is coarser from the first step. */
const exactBackends = ["cpu", "wasm", "tensorflow"] as const;

describeOnBackends(
  "what acts between steps",
  () => {
    it.each(Object.entries(golden.training))("%s is Keras's", async (name, expected) => {
      setRandomSeed(5);
      const model = tf.sequential({
        layers: [dense({ units: 6, inputShape: [4], ...cases[name] }), dense({ units: 3 })],
      });
      const xs = tf.tensor2d(
        Array.from({ length: 32 }, (_, i) => Math.sin(i * 1.3 + 1)),
        [8, 4],
      );
      const ys = tf.tensor1d([0, 1, 2, 0, 1, 2, 0, 1], "int32");
      const trainer = compile(model, {
        optimizer: new SGD({ learningRate: 0.1 }),
        loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
      });
      const options = { batchSize: 4, epochs: 3, shuffle: false, verbose: 0 } as const;
      const { history } = await trainer.fit({ xs, ys }, options);
      expected.loss.forEach((loss, epoch) => close(history["loss"]?.[epoch] ?? NaN, loss));
      const kernel = model.layers[0]?.getWeights()[0]?.dataSync() ?? [];
      expected.kernel.forEach((value, i) => close(kernel[i] ?? NaN, value));
      const evaluated = await trainer.evaluate({ xs, ys }, { batchSize: 4, verbose: 0 });
      close(evaluated["loss"] ?? NaN, expected.evaluate);
      const before = tf.memory().numTensors;
      await trainer.fit({ xs, ys }, options);
      await trainer.evaluate({ xs, ys }, { batchSize: 4, verbose: 0 });
      tf.dispose(await trainer.predict({ xs }));
      expect(tf.memory().numTensors).toBe(before);
      trainer.dispose();
      tf.dispose([xs, ys]);
      model.dispose();
    });

    it("leaves weights that are set as they are, and constrains them after a step", async () => {
      const model = tf.sequential({
        layers: [
          dense({
            ...{ units: 1, inputShape: [2], useBias: false },
            kernelConstraint: tf.constraints.maxNorm({ maxValue: 1 }),
          }),
        ],
      });
      const kernel = (): number[] => [...(model.getWeights()[0]?.dataSync() ?? [])];
      model.setWeights([tf.tensor2d([[3], [4]])]);
      expect(kernel()).toEqual([3, 4]);
      const trainer = compile(model, { optimizer: new SGD({ learningRate: 0 }), loss: "mse" });
      await trainer.fit({ xs: tf.ones([1, 2]), ys: tf.ones([1, 1]) }, { verbose: 0 });
      expect(Math.hypot(...kernel())).toBeCloseTo(1, 5);
      trainer.dispose();
      model.dispose();
    });
  },
  exactBackends,
);
