/** Short runs with sample weights and with options of optimizers, against Keras 3.15's: every logged number, all weights. */
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { compile } from "./compile";
import type { TensorData } from "./data/batch-source";
import golden from "./fixtures/fits.json";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";
import type { Reduction } from "./losses/reduction";
import type { ModelTrainer } from "./trainer/model-trainer";
import { Adam, AdamW } from "./optimizers/adam";
import type { Optimizer } from "./optimizers/optimizer";
import type { OptimizerOptions } from "./optimizers/options";
import { RMSprop } from "./optimizers/rmsprop";
import { SGD } from "./optimizers/sgd";

type Case = (typeof golden.cases)[number];

const classes = { Adam, AdamW, RMSprop, SGD } as Record<
  string,
  new (options: OptimizerOptions) => Optimizer
>;

function make({ optimizer, kwargs, temporal, reduction }: Case): ModelTrainer {
  const options = Object.fromEntries(
    Object.entries(kwargs).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value as unknown,
    ]),
  );
  const inputShape = temporal ? [2, 4] : [4];
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape })] });
  tf.tidy(() => model.setWeights([tf.tensor2d(golden.kernel), tf.zeros([3])]));
  return compile(model, {
    optimizer: new (classes[optimizer] as (typeof classes)[string])(options),
    loss: new SparseCategoricalCrossentropy({
      fromLogits: true,
      reduction: reduction as Reduction,
    }),
    metrics: ["accuracy"],
    weightedMetrics: ["accuracy"],
  });
}

function dataOf({ temporal, weight }: Case): TensorData {
  const xs = temporal ? tf.tensor3d(golden.xt) : tf.tensor2d(golden.x);
  const ys = temporal ? tf.tensor2d(golden.yt, undefined, "int32") : tf.tensor1d(golden.y, "int32");
  if (weight === null) return { xs, ys };
  const time = weight === "temporal";
  const sampleWeight = time ? tf.tensor2d(golden.timeWeight) : tf.tensor1d(golden.sampleWeight);
  return { xs, ys, sampleWeight };
}

function disposeData(data: TensorData): void {
  tf.dispose(Object.values(data) as tf.Tensor[]);
}

async function valuesOf(trainer: ModelTrainer): Promise<number[]> {
  const all = await Promise.all(trainer.model.getWeights().map((weight) => weight.data()));
  return all.flatMap((values) => [...values]);
}

const options = { epochs: 3, batchSize: 4, shuffle: false, verbose: 0 } as const; // 4, 4 and 2 samples

describeOnBackends("Keras's history and weights", () => {
  it.each(golden.cases)("$title ($optimizer)", async (each) => {
    await expectNoLeak(async () => {
      const trainer = make(each);
      const data = dataOf(each);
      const result = await trainer.fit(data, { ...options, validationData: data });
      expect(Object.keys(result.history)).toEqual(Object.keys(each.history));
      for (const [key, values] of Object.entries(each.history)) {
        // float32 losses up to 3, after up to nine steps of other rounding; exp and log of GPUs are rounder still
        values.forEach((value, epoch) =>
          expect(result.history[key]?.[epoch], `${key} of epoch ${epoch}`).toBeCloseTo(value, 4),
        );
      }
      const weights = await valuesOf(trainer);
      (each.weights.flat(2) as number[]).forEach((value, i) =>
        expect(weights[i], `weight ${i}`).toBeCloseTo(value, 4),
      );
      trainer.dispose();
      trainer.model.dispose();
      disposeData(data);
    });
  });

  it.each(golden.cases.filter(({ title }) => /average|accumulation/.test(title)))(
    "a state within an epoch carries over: $title",
    async (each) => {
      const data = dataOf(each);
      const whole = make(each);
      const expected = await whole.fit(data, options);
      const first = make(each);
      let state: Awaited<ReturnType<ModelTrainer["getState"]>> | undefined;
      let batches = 0;
      const stop = new AbortController();
      const onTrainBatchEnd = async (): Promise<void> => {
        if (++batches !== 5) return;
        state = structuredClone(await first.getState());
        stop.abort();
      };
      await first.fit(data, { ...options, signal: stop.signal, callbacks: [{ onTrainBatchEnd }] });
      if (!state) throw new Error("no state was taken");
      const second = make(each);
      second.setState(state);
      expect((await second.fit(data, options)).history).toEqual(expected.history);
      expect(await valuesOf(second)).toEqual(await valuesOf(whole));
      for (const trainer of [whole, first, second]) {
        trainer.dispose();
        trainer.model.dispose();
      }
      disposeData(data);
    },
  );
});
