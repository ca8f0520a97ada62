import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { TrainingError } from "../errors";
import golden from "./fixtures/running-metrics.json";
import { MeanIoU } from "./iou";
import { Mean, Sum } from "./running";

const classes = { Mean, Sum };

const tensor = (
  given: { shape: number[]; values: number[] } | null | undefined,
): tf.Tensor | null => (given ? tf.tensor(given.values, given.shape) : null);

describeOnBackends("Mean and Sum", () => {
  it.each(["Mean", "Sum"] as const)("%s gives Keras's values", async (name) => {
    await expectNoLeak(async () => {
      for (const row of golden.running) {
        const metric = new classes[name]();
        for (const [values, weight] of row.updates) {
          const [given, sampleWeight] = [tensor(values) ?? tf.scalar(0), tensor(weight)];
          await metric.updateState(given, { sampleWeight });
          given.dispose();
          sampleWeight?.dispose();
        }
        expect(metric.result(), JSON.stringify(row)).toBeCloseTo(row[name], 5);
      }
    });
  });
});

it("takes numbers and lists, begins again, and refuses the rest in one sentence", async () => {
  const mean = new Mean({ name: "loss" });
  expect([mean.name, mean.result()]).toEqual(["loss", 0]);
  await mean.updateState(1);
  await mean.updateState([3, 5], { sampleWeight: [1, 0] });
  expect(mean.result()).toBe(2);
  mean.resetState();
  expect(mean.result()).toBe(0);
  const refusals = [
    [mean.updateState("1" as never), /^updateState: values must be a number/],
    [
      mean.updateState([1, 2], { sampleWeight: [1, 2, 3] }),
      /^updateState: sampleWeight of shape \[3\]/,
    ],
  ] as const;
  for (const [work, words] of refusals) {
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(TrainingError.is(error) && error.message).toMatch(words);
  }
  expect(() => new Sum({ nmae: "x" } as never)).toThrow(/^Sum.*name/s);
});

it("MeanIoU truncates weights to whole numbers, as Keras's does, unless its dtype is float32", () => {
  for (const row of golden.regions) {
    for (const dtype of ["int", "float32"] as const) {
      const metric = new MeanIoU({ numClasses: row.classes, dtype });
      const sums = tf.tidy(() => [
        ...metric
          .statistics(tf.tensor(row.y_true), tf.tensor(row.y_pred), tf.tensor(row.weight))
          .dataSync(),
      ]);
      expect(metric.result(sums)).toBeCloseTo(row[dtype], 5);
    }
  }
});
