/** Every metric against Keras 3.15's, batch by batch: shapes, options and weights; see tools/golden/scripts/training/keras-all-metrics.py. */
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import * as door from "../index";
import golden from "./fixtures/keras-all-metrics.json";
import { getMetric } from "./get-metric";

interface Values {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly values: readonly number[];
}

interface Case {
  readonly metric: string;
  readonly data: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly weight: string;
  /** Values after each batch; null where Keras refuses the weights. */
  readonly results: readonly (readonly (number | string)[])[] | null;
}

const cases = golden.cases as unknown as readonly Case[];
const inputs = golden.inputs as unknown as Readonly<
  Record<string, Record<"y_true" | "y_pred", Values>>
>;
const weights = golden.weights as unknown as Readonly<Record<string, Values>>;
const classes = door as unknown as Readonly<Record<string, new (options: object) => object>>;

const camel = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The metric; a loss is one too, but for the cosine, whose sign differs. */
function make({ metric, options }: Case): door.Metric {
  const Made = classes[metric === "CosineSimilarity" ? "CosineSimilarityMetric" : metric];
  if (!Made) throw new Error(`there is no ${metric}`);
  const given = Object.entries(options).map(([name, value]) => [camel(name), value] as const);
  // The script asks Keras for it, too: otherwise weights are truncated to whole numbers.
  if (metric.includes("IoU")) given.push(["dtype", "float32"]);
  const made = new Made(Object.fromEntries(given));
  return getMetric(made as door.Metric | door.Loss, [], []);
}

/** Some of a tensor's rows. */
function cut({ shape, dtype, values }: Values, at: number, size: number): tf.Tensor {
  const [, ...rest] = shape;
  const row = rest.reduce((a, b) => a * b, 1);
  return tf.tensor(values.slice(at * row, (at + size) * row), [size, ...rest], dtype);
}

/** What each batch adds, read in one go: reading is the slow part of a GPU. */
async function statistics(metric: door.Metric, { data, weight }: Case): Promise<number[][]> {
  const input = inputs[data];
  if (!input) throw new Error(`there is no ${data}`);
  const chosen = weights[weight];
  let at = 0;
  const batches = golden.sizes.map((size) => {
    const from = at;
    at += size;
    return tf.tidy(() =>
      metric.statistics(
        cut(input.y_true, from, size),
        cut(input.y_pred, from, size),
        chosen ? cut(chosen, from, size) : null,
      ),
    );
  });
  const read = await Promise.all(batches.map(async (batch) => [...(await batch.data())]));
  batches.forEach((batch) => batch.dispose());
  return read;
}

/** Options that only say what the host makes of the sums. */
const ofTheHost = new Set([
  "curve",
  "summation_method",
  "specificity",
  "sensitivity",
  "precision",
  "recall",
  "beta",
]);

/** What two cases have in common whose batches add the same. */
const keyOf = ({ metric, data, weight, options }: Case): string =>
  JSON.stringify([
    metric,
    data,
    weight,
    Object.entries(options).filter(([n]) => !ofTheHost.has(n)),
  ]);

/** The metric's values after each batch. */
function valuesOf(metric: door.Metric, batches: readonly (readonly number[])[]): number[][] {
  let sums: number[] = [];
  return batches.map((batch) => {
    sums = batch.map((value, i) => value + (sums[i] ?? 0));
    return [metric.result(sums)].flat();
  });
}

// float32 sums of at most 48 values, and quotients of them; GPUs' logarithms are rounder.
const tolerance = (value: number): number => 5e-6 * Math.max(1, Math.abs(value));

describeOnBackends("metrics of Keras", (backend) => {
  it.each([...new Set(cases.map(({ metric }) => metric))])("%s", async (name) => {
    await expectNoLeak(async () => {
      const added = new Map<string, number[][]>();
      for (const each of cases.filter(({ metric }) => metric === name)) {
        if (each.results === null) continue; // ours may take weights that Keras cannot
        const title = JSON.stringify({ ...each, results: undefined });
        const metric = make(each);
        // A GPU in software is a hundred times slower, and would only add the same again.
        const key = backend.startsWith("webg") ? keyOf(each) : title;
        const batches = added.get(key) ?? (await statistics(metric, each));
        added.set(key, batches);
        const got = valuesOf(metric, batches);
        each.results.forEach((expected, batch) => {
          expect(got[batch], title).toHaveLength(expected.length);
          expected.map(Number).forEach((value, i) => {
            const ours = got[batch]?.[i] ?? NaN;
            const near = Object.is(ours, value) || Math.abs(ours - value) <= tolerance(value);
            expect(near, `${title}, batch ${batch}, value ${i}: ${ours} for ${value}`).toBe(true);
          });
        });
      }
    });
  });
});

describe("metrics with several values", () => {
  it("log one for each class, threshold or output, under names that tell them apart", () => {
    expect(new door.F1Score({ average: null }).logs("f1_score", [1, 0, 0, 1, 1, 0])).toEqual({
      f1_score_class_0: expect.closeTo(1 / 1.5, 5) as number,
      f1_score_class_1: 0,
    });
    const precision = new door.Precision({ thresholds: [0.3, 0.7] });
    expect(Object.keys(precision.logs("val_precision", [1, 1, 1, 0, 0, 1, 5, 6]))).toEqual([
      "val_precision_threshold_0.3",
      "val_precision_threshold_0.7",
    ]);
    expect(new door.Recall().logs("recall", [1, 0, 3, 0])).toEqual({ recall: 0.25 });
  });

  it("take a vector as one sample where its largest are asked for, as in Keras", async () => {
    await tf.setBackend("cpu");
    const precision = new door.Precision({ topK: 3 });
    const sums = tf.tidy(() =>
      precision.statistics(
        tf.tensor1d([0, 1, 1, 0, 0]),
        tf.tensor1d([0.2, 0.1, 0.5, 0, 0.2]),
        null,
      ),
    );
    expect(precision.result([...(await sums.data())])).toBeCloseTo(1 / 3, 6);
    sums.dispose();
  });

  it("say which way they get better, as Keras's do", () => {
    const direction = (name: string): unknown => getMetric(name, [2, 1], [2, 1]).direction;
    expect(direction("mse")).toBe("down");
    expect(direction("cosine_similarity")).toBe("up");
    expect(direction("accuracy")).toBe("up");
    expect(direction("true_positives")).toBe(null);
    expect(getMetric((a) => a, [2, 1], [2, 1]).direction).toBe(null);
  });
});
