/** Sample weights of every shape with time-step targets: Keras 3.15's loss and metric, or its refusal. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { compile } from "../compile";
import { TrainingError } from "../errors";
import golden from "../fixtures/time-step-weights.json";
import { getLoss } from "./get-loss";
import { SparseCategoricalCrossentropy } from "./crossentropy";
import type { Loss, LossOptions } from "./loss";
import { MeanSquaredError } from "./regression";

type Case = (typeof golden.cases)[number];

const make = (each: Case, reduction: string): Loss => {
  const options: LossOptions = { reduction: reduction as LossOptions["reduction"] };
  return each.loss === "meanSquaredError"
    ? new MeanSquaredError(options)
    : new SparseCategoricalCrossentropy(options);
};

const tensors = (each: Case): { xs: tf.Tensor; ys: tf.Tensor; sampleWeight: tf.Tensor } => ({
  xs: tf.tensor(each.y_pred.values, each.y_pred.shape),
  ys: tf.tensor(each.y_true.values, each.y_true.shape),
  sampleWeight: tf.tensor(each.weight.values, each.weight.shape),
});

const isMismatch = (error: unknown): boolean =>
  TrainingError.is(error) && error.code === "shape-mismatch";

// Means of at most 24 float32 values below 3; logarithms of GPUs are rounder.
const digits = 5;

const titled = golden.cases.map((each) => ({
  ...each,
  title: `${each.loss} of [${each.y_pred.shape.join(", ")}], weights [${each.weight.shape.join(", ")}]`,
}));

describeOnBackends("sample weights with time steps", () => {
  it.each(titled)("$title: the loss", async (each) => {
    await expectNoLeak(async () => {
      const { xs, ys, sampleWeight } = tensors(each);
      for (const [reduction, expected] of Object.entries(each.results)) {
        const loss = make(each, reduction);
        if (expected === null) {
          let thrown: unknown;
          try {
            loss.compute(ys, xs, sampleWeight).dispose();
          } catch (error) {
            thrown = error;
          }
          expect(isMismatch(thrown), `${reduction} is refused`).toBe(true);
          continue;
        }
        const value = loss.compute(ys, xs, sampleWeight);
        expect(value.shape, reduction).toEqual(expected.shape);
        const values = await value.data();
        expected.values.forEach((each, i) =>
          expect(values[i], reduction).toBeCloseTo(each, digits),
        );
        value.dispose();
      }
      tf.dispose([xs, ys, sampleWeight]);
    });
  });

  it.each(titled)("$title: evaluate", async (each) => {
    await expectNoLeak(async () => {
      const inputShape = each.y_pred.shape.slice(1);
      const model = tf.sequential({
        layers: [tf.layers.activation({ activation: "linear", inputShape })],
      });
      const metric = each.loss === "meanSquaredError" ? "mse" : "sparseCategoricalAccuracy";
      const trainer = compile(model, { loss: getLoss(each.loss), weightedMetrics: [metric] });
      const data = tensors(each);
      const options = { batchSize: each.y_pred.shape[0], verbose: 0 } as const;
      if (each.evaluated === null) {
        await expect(trainer.evaluate(data, options)).rejects.toSatisfy(isMismatch);
      } else {
        const { loss, ...metrics } = await trainer.evaluate(data, options);
        expect(loss).toBeCloseTo(each.evaluated[0]!, digits);
        expect(Object.values(metrics)[0]).toBeCloseTo(each.evaluated[1]!, digits);
      }
      tf.dispose(Object.values(data));
      trainer.dispose();
      model.dispose();
    });
  });
});
