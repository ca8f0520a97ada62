/** Metrics against Keras 3.15's, batch by batch, with and without sample weights. */
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  BinaryAccuracy,
  CategoricalAccuracy,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  TopKCategoricalAccuracy,
} from "./accuracy";
import { AUC } from "./auc";
import { ConfusionMatrix } from "./confusion-matrix";
import { F1Score } from "./f-score";
import golden from "./fixtures/keras-metrics.json";
import type { Metric } from "./metric";
import { Precision, Recall } from "./precision-recall";

const classes = {
  AUC,
  BinaryAccuracy,
  CategoricalAccuracy,
  F1Score,
  Precision,
  Recall,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  TopKCategoricalAccuracy,
} as unknown as Record<string, new (options: object) => Metric>;

type Values = number[] | number[][];
const inputs = golden.inputs as Record<string, { readonly y: Values; readonly p: Values }>;

function camel(options: object, metric: string): object {
  const renamed = Object.entries(options).map(([key, value]) => [
    // Ours takes one threshold where Keras's precision and recall take one or several.
    key === "thresholds" && metric !== "AUC"
      ? "threshold"
      : key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value as unknown,
  ]);
  return Object.fromEntries(renamed) as object;
}

/** The metric's value after each of the golden's batches. */
async function run(metric: Metric, data: string, weighted: boolean): Promise<number[]> {
  const { y, p } = inputs[data] as { readonly y: Values; readonly p: Values };
  const results: number[] = [];
  let sums: number[] = [];
  let at = 0;
  for (const size of golden.sizes) {
    const cut = (values: Values): tf.Tensor => tf.tensor(values.slice(at, at + size) as number[]);
    const batch = tf.tidy(() =>
      metric.statistics(cut(y), cut(p), weighted ? cut(golden.weights) : null),
    );
    const more = Array.from(await batch.data());
    batch.dispose();
    sums = more.map((value, i) => value + (sums[i] ?? 0));
    results.push(metric.result(sums) as number);
    at += size;
  }
  return results;
}

describeOnBackends("metrics", () => {
  it("are Keras's", async () => {
    for (const { metric, data, options, weighted, results } of golden.cases) {
      const made = new (classes[metric] as (typeof classes)[string])(camel(options, metric));
      const got = await expectNoLeak(() => run(made, data, weighted));
      const title = `${metric} of ${data} with ${JSON.stringify(options)}, weighted: ${weighted}`;
      // float32 sums of at most 48 values
      results.forEach((value, i) =>
        expect(
          Math.abs((got[i] ?? NaN) - value),
          `${title}, batch ${i}: ${got[i]} for ${value}`,
        ).toBeLessThan(2e-6),
      );
    }
  });

  it.each([false, true])(
    "ConfusionMatrix counts as tf.math.confusion_matrix, weighted: %s",
    async (weighted) => {
      const metric = new ConfusionMatrix({ numClasses: 4 });
      for (const data of ["sparse", "onehot"]) {
        await expectNoLeak(() => run(metric, data, weighted));
        metric.counts.forEach((row, i) =>
          row.forEach((count, j) =>
            expect(count).toBeCloseTo(golden.confusion[weighted ? 1 : 0]?.[i]?.[j] ?? NaN, 5),
          ),
        );
      }
    },
  );

  it("stay numbers where there is nothing to count", async () => {
    const metrics = [
      new Precision(),
      new Recall({ topK: 1 }),
      new F1Score(),
      new F1Score({ average: "weighted" }),
      new AUC({ numThresholds: 5 }),
      new AUC({ curve: "PR", numThresholds: 5, multiLabel: true }),
      new ConfusionMatrix({ numClasses: 2 }),
      new SparseTopKCategoricalAccuracy({ k: 1 }),
    ];
    for (const metric of metrics) {
      const sums = tf.tidy(() =>
        metric.statistics(
          tf.tensor1d([0, 1], "int32"),
          tf.tensor2d([
            [0.2, 0.8],
            [0.9, 0.1],
          ]),
          tf.tensor1d([0, 0]), // nothing counts
        ),
      );
      expect(metric.result(Array.from(await sums.data())), metric.className).toBe(0);
      sums.dispose();
    }
  });

  it("count time steps by weights of [batch, time], and samples by weights of [batch]", async () => {
    const yTrue = tf.tensor2d(
      [
        [0, 1],
        [1, 1],
      ],
      [2, 2],
      "int32",
    );
    const yPred = tf.tensor3d([
      [
        [0.9, 0.1],
        [0.2, 0.8],
      ],
      [
        [0.7, 0.3],
        [0.4, 0.6],
      ],
    ]);
    const metrics = [
      new SparseCategoricalAccuracy(),
      new Recall(),
      new ConfusionMatrix({ numClasses: 2 }),
    ];
    for (const metric of metrics) {
      const value = async (weights: tf.Tensor | null): Promise<number> => {
        const sums = tf.tidy(() => metric.statistics(yTrue, yPred, weights));
        const values = Array.from(await sums.data());
        tf.dispose([sums, weights ?? []]);
        return metric.result(values) as number;
      };
      // Right, right; wrong, right.
      expect(await value(null)).toBeCloseTo(3 / 4, 6);
      expect(await value(tf.tensor1d([1, 2]))).toBeCloseTo(4 / 6, 6);
      expect(
        await value(
          tf.tensor2d([
            [1, 0],
            [3, 0],
          ]),
        ),
      ).toBeCloseTo(1 / 4, 6);
    }
    tf.dispose([yTrue, yPred]);
  });

  it("top k is never right where a prediction is no finite number, as in TensorFlow", async () => {
    const metric = new SparseTopKCategoricalAccuracy({ k: 3 });
    const sums = tf.tidy(() =>
      metric.statistics(
        tf.tensor1d([0, 0, 0], "int32"),
        tf.tensor2d([
          [1, 2, 3],
          [1, NaN, 0],
          [-Infinity, 1, 2],
        ]),
        null,
      ),
    );
    expect(Array.from(await sums.data())).toEqual([1, 3]);
    sums.dispose();
  });
});

describe("options of metrics", () => {
  it.each([
    [() => new Precision({ threshold: 1.5 }), "threshold must be from 0 to 1; received 1.5"],
    [() => new Recall({ classId: -1 }), "classId must be a whole number from 0; received -1"],
    [() => new Recall({ topK: 0 }), "topK must be a whole number from 1; received 0"],
    [() => new F1Score({ threshold: 0 }), "threshold must be above 0 and at most 1; received 0"],
    [() => new F1Score({ average: "none" as "macro" }), 'average must be "macro", "micro"'],
    [() => new AUC({ numThresholds: 1 }), "numThresholds must be above 1; received 1"],
    [() => new AUC({ thresholds: [0.5, 2] }), "thresholds must be from 0 to 1; received 0.5, 2"],
    [
      () => new AUC({ curve: "ROCK" as "ROC" }),
      'curve must be one of ROC, PR, PRGAIN; received "ROCK"',
    ],
    [() => new ConfusionMatrix({ numClasses: 0 }), "numClasses must be a whole number above 1"],
  ])("are checked %#", (make, message) => {
    expect(make).toThrow(message);
  });

  it.each([
    [new Precision({ classId: 3 }), "classId must be below the number of classes, 3; received 3"],
    [new AUC({ labelWeights: [1, 2] }), "labelWeights must be 3, one for each class; received 2"],
    [new ConfusionMatrix({ numClasses: 4 }), "numClasses must be the model's 3; received 4"],
  ])("are checked against the model %#", (metric, message) => {
    expect(() =>
      tf.tidy(() => metric.statistics(tf.tensor1d([0], "int32"), tf.tensor2d([[1, 0, 0]]), null)),
    ).toThrow(message);
  });
});
