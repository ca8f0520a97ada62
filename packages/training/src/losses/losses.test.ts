import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import golden from "../fixtures/losses.json";
import { CategoricalCrossentropy, SparseCategoricalCrossentropy } from "./crossentropy";
import { getLoss, lossMakers, type LossName } from "./get-loss";
import type { LossOptions } from "./loss";

describeOnBackends("losses", () => {
  it.each(golden.cases)(
    "SCCE logits $from_logits, weights $sample_weight, $reduction",
    async (each) => {
      const loss = new SparseCategoricalCrossentropy({
        fromLogits: each.from_logits,
        reduction: each.reduction as LossOptions["reduction"],
      });
      await expectNoLeak(async () => {
        const yTrue = tf.tensor1d(each.y_true, "int32");
        const yPred = tf.tensor2d(each.y_pred);
        const weight = Array.isArray(each.sample_weight)
          ? tf.tensor1d(each.sample_weight)
          : each.sample_weight;
        const value = loss.compute(yTrue, yPred, weight);
        const values = Array.from(await value.data());
        expect(values).toHaveLength(each.loss.length);
        // float32 logarithms and exponentials of values up to 10
        values.forEach((got, i) =>
          expect(Math.abs(got - (each.loss[i] ?? NaN))).toBeLessThan(2e-6),
        );
        tf.dispose([yTrue, yPred, value, weight instanceof tf.Tensor ? weight : []]);
      });
    },
  );

  const names = Object.keys(lossMakers) as LossName[];
  it.each(names)("%s has the gradient that finite differences give", async (name) => {
    const loss = getLoss(name);
    // A percentage of a target of 0 has no usable slope.
    const zero = name.startsWith("mape") || name.startsWith("meanAbsoluteP") ? 0.5 : 0;
    const targets = [zero, zero, 1, 1, zero, zero];
    const predictions = [0.15, 0.25, 0.6, 0.45, 0.2, 0.3];
    await expectNoLeak(async () => {
      const yTrue = [
        "sparseCategoricalCrossentropy",
        "categoricalGeneralizedCrossEntropy",
      ].includes(name)
        ? tf.tensor1d([2, 0], "int32")
        : tf.tensor2d(targets, [2, 3]);
      const value = async (values: number[]): Promise<number> => {
        const result = tf.tidy(() => loss.compute(yTrue, tf.tensor2d(values, [2, 3])));
        const [number = NaN] = await result.data(); // dataSync does not work on every WebGPU
        result.dispose();
        return number;
      };
      const gradient = tf.tidy(() =>
        tf.grad((x) => loss.compute(yTrue, x).asScalar())(tf.tensor2d(predictions, [2, 3])),
      );
      const exact = await gradient.data();
      const h = 2e-3;
      for (const [i, p] of predictions.entries()) {
        const at = (d: number): Promise<number> =>
          value(predictions.map((each, j) => (i === j ? p + d : each)));
        const numeric = ((await at(h)) - (await at(-h))) / (2 * h);
        // central differences of float32 losses: rounding 1e-7 / h, curvature h^2
        expect(Math.abs((exact[i] ?? NaN) - numeric), `entry ${i}`).toBeLessThan(
          5e-3 * Math.max(1, Math.abs(numeric)),
        );
      }
      tf.dispose([yTrue, gradient]);
    });
  });
});

describe("losses by name", () => {
  it("suggests the nearest name", () => {
    expect(() => getLoss("sparse_categorical_crosentropy")).toThrow(
      'Did you mean "sparseCategoricalCrossentropy"?',
    );
  });

  it("smooths labels and ignores a class", () => {
    const [smooth, ignoring] = tf.tidy(() => [
      new CategoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.3 })
        .compute(tf.tensor2d([[1, 0, 0]]), tf.tensor2d([[0, 0, 0]]))
        .dataSync()[0],
      new SparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 255, reduction: "none" })
        .compute(
          tf.tensor1d([255, 1], "int32"),
          tf.tensor2d([
            [1, 2],
            [0, 0],
          ]),
        )
        .dataSync(),
    ]) as unknown as [number, Float32Array];
    expect(smooth).toBeCloseTo(Math.log(3), 5);
    expect(Array.from(ignoring)).toEqual([0, expect.closeTo(Math.LN2, 6)]);
  });
});
