/** Callbacks in whole runs: their order, what they keep, which way their metric goes, and what they are told. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Callback, Logs, PredictLogs } from "./callback";
import { compile } from "../compile";
import { TrainingError } from "../errors";
import { SparseCategoricalCrossentropy } from "../losses/crossentropy";
import { SparseCategoricalAccuracy } from "../metrics/accuracy";
import { AUC } from "../metrics/auc";
import { F1Score } from "../metrics/f-score";
import { Recall } from "../metrics/precision-recall";
import { cosineDecay } from "../optimizers/schedules";
import { SGD } from "../optimizers/sgd";
import { BackupAndRestore } from "./backup-and-restore";
import { EarlyStopping } from "./early-stopping";
import { LearningRateScheduler } from "./learning-rate-scheduler";
import { ModelCheckpoint } from "./model-checkpoint";
import { registerModelFormat } from "./model-formats";
import { ReduceLROnPlateau } from "./reduce-lr-on-plateau";
import { MemoryStore } from "./test-support/memory-store";

const rows = (n: number, columns: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: n * columns }, (_, i) => Math.sin(i * 2.3 + Math.floor(i / columns) * 7)),
    [n, columns],
  );

const data = (): { xs: tf.Tensor; ys: tf.Tensor } => ({
  xs: rows(10, 4),
  ys: tf.tensor1d([0, 1, 2, 1, 0, 2, 2, 1, 0, 1], "int32"),
});

function network(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.dense({
        units: 3,
        inputShape: [4],
        kernelInitializer: tf.initializers.constant({ value: 0.1 }),
      }),
    ],
  });
}

const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
const quiet = { epochs: 4, batchSize: 5, shuffle: false, verbose: 0 } as const;

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("BackupAndRestore", () => {
  it("keeps the counters of every callback of the run, wherever it stands in the list", async () => {
    /** Counts epochs, and stops the program after some. */
    const make = (stopAfter: number | null): Callback & { epochs: number } => ({
      epochs: 0,
      onTrainBegin() {
        this.epochs = 0;
      },
      onEpochEnd() {
        this.epochs += 1;
      },
      onEpochBegin(epoch) {
        if (epoch === stopAfter) throw new Error("the machine stops");
      },
      ...{
        getState(this: { epochs: number }) {
          return { values: { epochs: this.epochs } };
        },
        setState(this: { epochs: number }, state: { values: { epochs: number } }) {
          this.epochs = state.values.epochs;
        },
      },
    });
    const store = new MemoryStore();
    const run = async (stopAfter: number | null): Promise<[number, EarlyStopping]> => {
      const counter = make(stopAfter);
      const stopping = new EarlyStopping({ monitor: "loss", patience: 1, minDelta: 5 });
      const backup = new BackupAndRestore("backup", { store });
      const trainer = compile(network(), { optimizer: "sgd", loss });
      await trainer.fit(data(), { ...quiet, epochs: 3, callbacks: [backup, counter, stopping] });
      return [counter.epochs, stopping];
    };
    const [, whole] = await run(null);
    expect(whole.stoppedEpoch).toBe(1);
    await expect(run(1)).rejects.toThrow("the machine stops");
    const [epochs, stopping] = await run(null);
    expect(epochs).toBe(2); // the first run's epoch, and the second's
    expect(stopping.stoppedEpoch).toBe(1); // its wait began in the first run
  });

  it("refuses the state of other callbacks", async () => {
    const store = new MemoryStore();
    const run = (callbacks: readonly Callback[], stop: boolean): Promise<unknown> =>
      compile(network(), { optimizer: "sgd", loss }).fit(data(), {
        ...quiet,
        callbacks: [
          new BackupAndRestore("backup", { store }),
          ...callbacks,
          {
            onEpochBegin: (epoch) => {
              if (stop && epoch === 1) throw new Error("the machine stops");
            },
          },
        ],
      });
    await expect(run([new EarlyStopping({ monitor: "loss" })], true)).rejects.toThrow("stops");
    await expect(run([], false)).rejects.toThrow(
      "holds the state of 1 callbacks; the run has 0 that keep state",
    );
  });
});

describe("the direction of a monitored value", () => {
  it("is the metric's own, whatever its name", async () => {
    const trainer = compile(network(), {
      optimizer: new SGD({ learningRate: 0 }),
      loss,
      metrics: [new SparseCategoricalAccuracy({ name: "top1" })],
      weightedMetrics: [new SparseCategoricalAccuracy({ name: "top1" })],
    });
    const stopping = new EarlyStopping({ monitor: "val_top1", patience: 1 });
    const other = new ReduceLROnPlateau({ monitor: "weighted_top1" });
    const saving = new ModelCheckpoint("a.json", {
      monitor: "top1",
      saveBestOnly: true,
      store: new MemoryStore(),
    });
    const { history } = await trainer.fit(data(), {
      ...quiet,
      validationData: data(),
      callbacks: [stopping, other, saving],
    });
    expect(history["val_top1"]).toHaveLength(2);
    expect(stopping.stoppedEpoch).toBe(1);
  });

  it("is refused in one sentence where nothing tells it", async () => {
    const trainer = compile(network(), {
      optimizer: "sgd",
      loss,
      metrics: [
        function oddness(_: tf.Tensor, yPred: tf.Tensor) {
          return tf.mean(yPred, -1);
        },
      ],
    });
    const run = trainer.fit(data(), {
      ...quiet,
      callbacks: [new EarlyStopping({ monitor: "oddness" })],
    });
    await expect(run).rejects.toThrow(
      'EarlyStopping: cannot tell whether "oddness" should rise or fall; pass mode "max" or "min".',
    );
    await expect(run).rejects.toBeInstanceOf(TrainingError);
  });
});

describe("names of metrics", () => {
  it("are told apart where they are equal, as Keras does", async () => {
    const trainer = compile(network(), {
      optimizer: "sgd",
      loss: "crossentropy",
      metrics: [
        "accuracy",
        new SparseCategoricalAccuracy({ name: "accuracy" }),
        ...[0, 1, 2].map((classId) => new Recall({ classId, threshold: 0.1 })),
        new AUC({ fromLogits: true }),
        new AUC({ fromLogits: true, curve: "PR" }),
        new F1Score({ average: null }),
        function loss(_: tf.Tensor, yPred: tf.Tensor) {
          return tf.mean(yPred, -1);
        },
      ],
    });
    const logs = await trainer.evaluate(data(), { batchSize: 5 });
    expect(Object.keys(logs)).toEqual(
      [
        "accuracy",
        "accuracy_1",
        "auc",
        "auc_1",
        "f1_score_class_0",
        "f1_score_class_1",
        "f1_score_class_2",
        "loss",
        "loss_1",
        "recall",
        "recall_1",
        "recall_2",
      ].sort(),
    );
  });
});

describe("rates that a schedule decides", () => {
  it.each([
    new ReduceLROnPlateau({ monitor: "loss" }),
    new LearningRateScheduler((_, rate) => rate),
  ])("are not settable %#", async (callback) => {
    const learningRate = cosineDecay({ initialLearningRate: 0.1, decaySteps: 10 });
    const trainer = compile(network(), { optimizer: new SGD({ learningRate }), loss });
    await expect(trainer.fit(data(), { ...quiet, callbacks: [callback] })).rejects.toThrow(
      "hence its learning rate is not settable",
    );
  });
});

describe("predict", () => {
  it("gives its hooks the batch's outputs", async () => {
    const seen: number[][] = [];
    const callback: Callback = {
      onPredictBatchEnd: (batch, { outputs }: PredictLogs) => {
        seen.push([batch, ...(outputs as tf.Tensor).shape]);
      },
    };
    const trainer = compile(network(), { loss });
    await trainer.predict(rows(7, 4), { batchSize: 3, callbacks: [callback] });
    expect(seen).toEqual([
      [0, 3, 3],
      [1, 3, 3],
      [2, 1, 3],
    ]);
  });
});

describe("a plain object as a callback", () => {
  it("may change the logs for those after it and the history", async () => {
    const callback: Callback = {
      onEpochEnd: (epoch: number, logs: Logs) => void (logs["mine"] = epoch * 2),
    };
    const { history } = await compile(network(), { optimizer: "sgd", loss }).fit(data(), {
      ...quiet,
      callbacks: [callback],
    });
    expect(history["mine"]).toEqual([0, 2, 4, 6]);
  });
});

describe("ModelCheckpoint with a format of another package", () => {
  it("says how where the Keras format is not registered, and writes it where it is", async () => {
    const store = new MemoryStore();
    const make = (): ModelCheckpoint => new ModelCheckpoint("best.keras", { store });
    expect(make).toThrow("Call registerKerasFormat() of @flowers/keras-format once");
    registerModelFormat(".keras", ({ model }) => new TextEncoder().encode(model.name));
    const model = network();
    await compile(model, { optimizer: "sgd", loss }).fit(data(), {
      ...quiet,
      epochs: 1,
      callbacks: [make()],
    });
    expect(store.text("best.keras")).toBe(model.name);
    registerModelFormat(".keras", (_, { model: saved }) => new TextEncoder().encode(saved.name));
    const whole = network();
    const checkpoint = new ModelCheckpoint("best.keras", { store, model: whole });
    const trainer = compile(model, { optimizer: "sgd", loss });
    await trainer.fit(data(), { ...quiet, epochs: 1, callbacks: [checkpoint] });
    expect(store.text("best.keras")).toBe(whole.name);
    expect(() => new ModelCheckpoint("best.keras", { model: trainer as never })).toThrow(
      "model must be a model",
    );
  });
});
