import * as tf from "@tensorflow/tfjs";
import { setRandomSeed } from "@flowers/random";
import { dense, dropout } from "@flowers/model-zoo";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../compile";
import { TrainingError } from "../errors";
import golden from "../fixtures/losses.json";
import type { ModelTrainer } from "./model-trainer";
import { SparseCategoricalCrossentropy } from "../losses/crossentropy";
import { SGD } from "../optimizers/sgd";
import type { TrainerState } from "./state";

const { x, y, w0, history, batch_size, class_weight, w_end } = golden.class_weight_fit;
const scce = new SparseCategoricalCrossentropy({ fromLogits: true });

function network(rate = 0): tf.Sequential {
  const layers = [
    ...(rate > 0 ? [dropout({ rate, inputShape: [4], seed: 5 })] : []),
    dense({ units: 3, inputShape: [4] }),
  ];
  const model = tf.sequential({ layers });
  tf.tidy(() =>
    model.setWeights([tf.tensor2d(w0[0] as number[][]), tf.tensor1d(w0[1] as number[])]),
  );
  return model;
}

async function withData<T>(
  work: (data: { xs: tf.Tensor2D; ys: tf.Tensor1D }) => Promise<T>,
): Promise<T> {
  const data = { xs: tf.tensor2d(x), ys: tf.tensor1d(y, "int32") };
  try {
    return await work(data);
  } finally {
    tf.dispose([data.xs, data.ys]);
  }
}

function make(model: tf.LayersModel): ModelTrainer {
  return compile(model, { optimizer: "adam", loss: scce, metrics: ["accuracy"] });
}

describeOnBackends("fit with class weights", () => {
  it("gives Keras's history and weights", async () => {
    await expectNoLeak(() =>
      withData(async (data) => {
        const model = network();
        const trainer = compile(model, {
          optimizer: new SGD({ learningRate: 0.1 }),
          loss: scce,
          metrics: ["accuracy"],
          weightedMetrics: ["accuracy"],
        });
        const result = await trainer.fit(data, {
          epochs: 2,
          batchSize: batch_size, // 4, 4 and 2 samples
          shuffle: false,
          verbose: 0,
          classWeight: class_weight,
          validationData: data,
        });
        expect(Object.keys(result.history)).toEqual(Object.keys(history));
        for (const [key, values] of Object.entries(history)) {
          // Keras's numbers are float32: 1e-7 of values up to 1.5, and as much from another order of sums.
          values.forEach((value, epoch) =>
            expect(result.history[key]?.[epoch], `${key} ${epoch}`).toBeCloseTo(value, 6),
          );
        }
        for (const [i, weight] of model.getWeights().entries()) {
          const expected = (w_end[i] as number[] | number[][]).flat();
          (await weight.data()).forEach((value, j) =>
            expect(value).toBeCloseTo(expected[j] ?? NaN, 6),
          );
        }
        trainer.dispose();
        model.dispose();
      }),
    );
  });
});

describeOnBackends("a resumed run", () => {
  it.each([1, 2, 3, 5])(
    "goes on after %i batches as if it had never stopped",
    async (stopAfter) => {
      await withData(async (data) => {
        const options = { epochs: 3, batchSize: 4, verbose: 0, validationData: data } as const;
        setRandomSeed(9);
        const whole = network(0.3);
        const expected = await make(whole).fit(data, options);

        setRandomSeed(9);
        const first = make(network(0.3));
        let state: TrainerState | undefined;
        let batches = 0;
        const stop = new AbortController();
        await first.fit(data, {
          ...options,
          signal: stop.signal,
          callbacks: [
            {
              onTrainBatchEnd: async () => {
                batches += 1;
                if (batches !== stopAfter) return;
                state = structuredClone(await first.getState());
                stop.abort();
              },
            },
          ],
        });
        if (!state) throw new Error("no state was taken");

        setRandomSeed(9);
        const resumed = network(0.3);
        const second = make(resumed);
        second.setState(state);
        const result = await second.fit(data, options);
        expect(result.history).toEqual(expected.history);
        const flat = async (model: tf.LayersModel): Promise<number[]> =>
          (await Promise.all(model.getWeights().map((w) => w.data()))).flatMap((values) => [
            ...values,
          ]);
        expect(await flat(resumed)).toEqual(await flat(whole)); // to the last bit
      });
    },
  );
});

describe("fit", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("stops after the current batch when aborted, and keeps the history", async () => {
    await withData(async (data) => {
      const controller = new AbortController();
      const trainer = make(network());
      const result = await trainer.fit(data, {
        epochs: 5,
        batchSize: 5,
        verbose: 0,
        signal: controller.signal,
        callbacks: [
          {
            onTrainBatchEnd: (batch) => {
              if (trainer.position.epoch === 2 && batch === 0) controller.abort();
            },
          },
        ],
      });
      expect(result.stopped).toBe("aborted");
      expect(result.epoch).toEqual([0, 1]);
      expect(trainer.position).toEqual({ epoch: 2, batch: 1 });
    });
  });

  it("leaves the weights as they were before a batch whose loss is NaN", async () => {
    const model = network();
    const bad = { xs: tf.fill([2, 4], NaN), ys: tf.tensor1d([0, 1], "int32") };
    const error: unknown = await make(model)
      .fit(bad, { verbose: 0 })
      .catch((reason: unknown) => reason);
    expect(TrainingError.is(error) && error.code).toBe("loss-not-finite");
    expect(Array.from(model.getWeights()[0]?.dataSync() ?? []).every(Number.isFinite)).toBe(true);
  });

  it.each([
    ["labels out of range", [[1, 2, 3, 4]], [7], "received 7 at position 0"],
    ["inputs of another width", [[1, 2, 3]], [0], "must have shape [any, 4]; received [1, 3]"],
  ])("refuses %s", async (_, xs, ys, message) => {
    const data = { xs: tf.tensor2d(xs), ys: tf.tensor1d(ys, "int32") };
    await expect(make(network()).fit(data, { verbose: 0 })).rejects.toThrow(message);
  });

  it("refuses an empty dataset, unknown names and outputs", async () => {
    await expect(make(network()).fit([], { verbose: 0 })).rejects.toThrow("no batch to train on");
    expect(() => compile(network(), { loss: scce, metrics: ["acuracy"] })).toThrow(
      'Did you mean "accuracy"?',
    );
    expect(() => compile(network(), { loss: { head: scce } })).toThrow(
      'the model has no output "head"',
    );
    expect(() => compile(network(), { loss: [scce, scce] })).toThrow(
      "must match the number of outputs, 1",
    );
  });

  it("trains several outputs with weighted losses, each logged", async () => {
    const input = tf.input({ shape: [4] });
    const heads = ["a", "b"].map(
      (name) => dense({ units: 3, name }).apply(input) as tf.SymbolicTensor,
    );
    const trainer = compile(tf.model({ inputs: input, outputs: heads }), {
      optimizer: "sgd",
      loss: { a: scce, b: "mse" },
      lossWeights: { a: 1, b: 0.5 },
      metrics: { a: ["accuracy"] },
    });
    const data = { xs: tf.tensor2d(x), ys: { a: tf.tensor1d(y, "int32"), b: tf.zeros([10, 3]) } };
    const { history: logs } = await trainer.fit(data, { verbose: 0, epochs: 2 });
    expect(Object.keys(logs)).toEqual(["a_accuracy", "a_loss", "b_loss", "loss"]);
    expect(logs["loss"]?.[1]).toBeCloseTo(
      (logs["a_loss"]?.[1] ?? NaN) + 0.5 * (logs["b_loss"]?.[1] ?? NaN), // each logged before its weight, as in Keras
      5,
    );
  });
});
