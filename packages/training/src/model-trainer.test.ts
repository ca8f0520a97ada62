import * as tf from "@tensorflow/tfjs";
import { setRandomSeed } from "@flowers/random";
import { dense, dropout } from "@flowers/model-zoo";
import { expectNoLeak } from "@flowers-tools/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "./compile";
import { TrainingError } from "./errors";
import golden from "./fixtures/losses.json";
import type { ModelTrainer } from "./model-trainer";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";
import { SGD } from "./optimizers/sgd";
import type { TrainerState } from "./state";

const { x, y, w0, history, batch_size, class_weight } = golden.class_weight_fit;
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

describe("fit", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("weighs classes as Keras does in the first epoch", async () => {
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
          batchSize: batch_size,
          shuffle: false,
          verbose: 0,
          classWeight: class_weight,
          validationData: data,
        });
        expect(Object.keys(result.history)).toEqual(Object.keys(history));
        for (const key of [
          "loss",
          "accuracy",
          "weighted_accuracy",
          "val_loss",
          "val_weighted_accuracy",
        ] as const) {
          expect(result.history[key]?.[0]).toBeCloseTo(history[key][0] ?? NaN, 5);
        }
        trainer.dispose();
        model.dispose();
      }),
    );
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
        // The history is equal to the digit; on tfjs's cpu backend weights may differ in their last float32 place.
        const flat = (model: tf.LayersModel): number[] =>
          model.getWeights().flatMap((w) => Array.from(w.dataSync()));
        const wanted = flat(whole);
        flat(resumed).forEach((value, i) =>
          expect(Math.abs(value - (wanted[i] ?? NaN))).toBeLessThan(2e-7),
        );
      });
    },
  );

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
      (logs["a_loss"]?.[1] ?? 0) + (logs["b_loss"]?.[1] ?? 0),
      5,
    );
  });
});
