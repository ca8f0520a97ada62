/** Runs of the trainer beside Keras's (tools/golden): heads with logits, several outputs, frozen layers, steps. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { compile, type CompileOptions } from "../compile";
import type { TrainingData } from "../data/batch-source";
import { SparseCategoricalCrossentropy } from "../losses/crossentropy";
import { SGD } from "../optimizers/sgd";
import golden from "./fixtures/keras-runs.json";
import type { FitOptions } from "./fit-options";

type History = Readonly<Record<string, readonly number[]>>;
const runs: Readonly<Record<string, History>> = golden.runs;
const L = tf.layers;

// The same formulas as in keras-runs.py.
const rowsOf = (n: number, d: number, s: number): number[] =>
  Array.from({ length: n * d }, (_, k) => Math.sin(Math.floor(k / d) * 7.3 + (k % d) * 3.1 + s));
const X = (n: number, d: number, s = 1): tf.Tensor2D => tf.tensor2d(rowsOf(n, d, s), [n, d]);
const labels = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => (i * i + Math.floor(i / 2)) % 3);
const Y = (n: number): tf.Tensor1D => tf.tensor1d(labels(n), "int32");
const oneHot = (n: number): tf.Tensor => tf.tidy(() => tf.cast(tf.oneHot(Y(n), 3), "float32"));
const binary = (n: number): tf.Tensor2D => tf.tensor2d(labels(n).map((v) => [v > 0 ? 1 : 0]));

const inside = (layer: tf.layers.Layer): tf.layers.Layer[] =>
  layer instanceof tf.LayersModel ? layer.layers.flatMap(inside) : [layer];

function fill(model: tf.LayersModel, times = 1): tf.LayersModel {
  let k = 0;
  const weighted = inside(model).filter((layer) => layer.weights.length > 0);
  for (const layer of weighted.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const weight of layer.weights) {
      const shape = weight.shape as number[];
      const size = shape.reduce((product, length) => product * length, 1);
      const values = Float32Array.from({ length: size }, (_, i) =>
        Math.fround(Math.sin(k * 2.1 + i * 1.7 + 0.5) * 0.5),
      );
      const scaled = values.map((v) =>
        weight.originalName.includes("variance")
          ? Math.abs(v) + 0.5
          : v * (layer.name === "a" ? times : 1),
      );
      tf.tidy(() => (weight.read() as tf.Variable).assign(tf.tensor(scaled, shape)));
      k += 1;
    }
  }
  return model;
}

type Activation = "softmax" | "sigmoid";
const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor): tf.SymbolicTensor =>
  layer.apply(x) as tf.SymbolicTensor;
const chain = (...layers: tf.layers.Layer[]): tf.LayersModel => {
  const x = tf.input({ shape: [4] });
  return tf.model({ inputs: x, outputs: layers.reduce((h, layer) => apply(layer, h), x) });
};
const hidden = (): tf.layers.Layer => L.dense({ units: 5, activation: "tanh", name: "h" });
const one = (units = 3, activation?: Activation, times = 1): tf.LayersModel =>
  fill(
    chain(hidden(), L.dense({ units, ...(activation ? { activation } : {}), name: "a" })),
    times,
  );
const headed = (last: tf.layers.Layer): tf.LayersModel =>
  fill(chain(hidden(), L.dense({ units: 3, name: "a" }), last), 60);
const nested = (): tf.LayersModel => {
  const inner = L.dense({ units: 3, activation: "softmax", name: "a", inputShape: [5] });
  const first = L.dense({ units: 5, activation: "tanh", name: "h", inputShape: [4] });
  return fill(tf.sequential({ layers: [first, tf.sequential({ layers: [inner] })] }), 60);
};
const two = (): tf.LayersModel => {
  const x = tf.input({ shape: [4] });
  const h = apply(hidden(), x);
  const outputs = [L.dense({ units: 3, name: "a" }), L.dense({ units: 1, name: "b" })];
  return fill(tf.model({ inputs: x, outputs: outputs.map((layer) => apply(layer, h)) }));
};
const normalized = (options: { scale?: boolean; center?: boolean }): tf.LayersModel =>
  fill(
    chain(
      hidden(),
      L.batchNormalization({ name: "n", ...options }),
      L.dense({ units: 3, name: "a" }),
    ),
  );
const regularized = (freeze: (base: tf.LayersModel) => void): tf.LayersModel => {
  const kernelRegularizer = tf.regularizers.l2({ l2: 0.1 });
  const base = chain(L.dense({ units: 5, activation: "tanh", kernelRegularizer, name: "h" }));
  freeze(base);
  return fill(chain(base, L.dense({ units: 3, name: "a" })));
};

const logits = (): SparseCategoricalCrossentropy =>
  new SparseCategoricalCrossentropy({ fromLogits: true });
const sparse = "sparse_categorical_crossentropy";
const categorical = "categorical_crossentropy";
const crossentropy = "binary_crossentropy";

interface Run {
  readonly name: string;
  readonly model: () => tf.LayersModel;
  readonly data: () => TrainingData;
  readonly compile: CompileOptions;
  readonly rate?: number;
  readonly options?: () => FitOptions;
}

const head = (
  name: string,
  model: () => tf.LayersModel,
  loss: string,
  ys: () => tf.Tensor,
): Run => ({
  name,
  model,
  data: () => ({ xs: X(10, 4), ys: ys() }),
  compile: { loss, metrics: [loss] },
  rate: 0.01,
  options: () => ({ epochs: 4 }),
});
const plain = (name: string, model: () => tf.LayersModel, options?: () => FitOptions): Run => ({
  name,
  model,
  data: () => ({ xs: X(10, 4), ys: Y(10) }),
  compile: { loss: logits() },
  ...(options ? { options } : {}),
});
const outputs = (name: string, n: number, options: CompileOptions, weigh = false): Run => ({
  name,
  model: two,
  data: () => ({
    xs: X(n, 4),
    ys: [Y(n), X(n, 1, 5)],
    ...(weigh ? { sampleWeight: tf.tidy(() => tf.reshape(tf.abs(X(n, 1, 3)), [n])) } : {}),
  }),
  compile: options,
});
const validation = (): FitOptions => ({ validationData: { xs: X(7, 4, 2), ys: Y(7) } });
const both = { a: logits(), b: "mse" };
/** As many batches of 3 as 18 samples give. */
const batches = (): tf.data.Dataset<tf.TensorContainer> =>
  Object.assign(
    tf.data.generator(function* (): Generator<{ xs: tf.Tensor; ys: tf.Tensor }> {
      const [rows, classes] = [rowsOf(18, 4, 2), labels(18)];
      for (let i = 0; i < 18; i += 3)
        yield {
          xs: tf.tensor2d(rows.slice(i * 4, (i + 3) * 4), [3, 4]),
          ys: tf.tensor1d(classes.slice(i, i + 3), "int32"),
        };
    } as unknown as () => Iterator<tf.TensorContainer>),
    { size: 6 },
  );
const someSteps = (): FitOptions => ({
  epochs: 3,
  validationData: { xs: X(9, 4, 2), ys: Y(9) },
  validationBatchSize: 2,
  validationSteps: 2,
});

const all: Run[] = [
  head(
    "softmax head, class indices",
    () => one(3, "softmax", 60),
    sparse,
    () => Y(10),
  ),
  head(
    "softmax head, one-hot",
    () => one(3, "softmax", 60),
    categorical,
    () => oneHot(10),
  ),
  head(
    "softmax layer",
    () => headed(L.softmax()),
    sparse,
    () => Y(10),
  ),
  head(
    "activation layer",
    () => headed(L.activation({ activation: "softmax" })),
    sparse,
    () => Y(10),
  ),
  head("softmax in a nested model", nested, sparse, () => Y(10)),
  {
    ...head(
      "softmax called logits",
      () => one(3, "softmax", 6),
      sparse,
      () => Y(10),
    ),
    compile: { loss: logits(), metrics: [sparse] },
  },
  head(
    "sigmoid head",
    () => one(1, "sigmoid", 60),
    crossentropy,
    () => binary(10),
  ),
  {
    ...head(
      "sigmoid head, focal",
      () => one(1, "sigmoid", 60),
      crossentropy,
      () => binary(10),
    ),
    compile: { loss: "binary_focal_crossentropy", metrics: [crossentropy] },
  },
  head(
    "sigmoid under a categorical loss",
    () => one(3, "sigmoid", 20),
    categorical,
    () => oneHot(10),
  ),
  head(
    "softmax under a binary loss",
    () => one(3, "softmax", 20),
    crossentropy,
    () => oneHot(10),
  ),
  outputs("loss weights", 8, { loss: both, lossWeights: { a: 2, b: 0.5 } }),
  outputs("a last batch of 2", 10, { loss: both }),
  outputs("one sample weight", 10, { loss: both, weightedMetrics: [["accuracy"], ["mse"]] }, true),
  outputs("an output without loss", 10, { loss: [logits(), null] }),
  plain("regularized", () => regularized(() => undefined), validation),
  plain(
    "regularized and frozen",
    () => regularized((base) => (base.trainable = false)),
    validation,
  ),
  {
    ...plain(
      "regularized and frozen",
      () => regularized((base) => base.layers.forEach((layer) => (layer.trainable = false))),
      validation,
    ),
  },
  { ...plain("no loss but the layers'", () => regularized(() => undefined)), compile: {} },
  plain("no scale", () => normalized({ scale: false }), validation),
  plain("no center", () => normalized({ center: false }), validation),
  { ...plain("validation steps, rate 0", () => one(), someSteps), rate: 0 },
  plain("validation steps", () => one(), someSteps),
  plain(
    "validation steps of a dataset",
    () => one(),
    () => ({
      epochs: 3,
      validationData: batches(),
      validationSteps: 4,
    }),
  ),
  plain(
    "validation steps, repeated",
    () => one(),
    () => ({
      epochs: 3,
      validationData: batches().repeat(),
      validationSteps: 4,
    }),
  ),
];

function same(history: History, expected: History): void {
  expect(Object.keys(history).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    expect(history[name], name).toHaveLength(values.length);
    values.forEach((value, i) => {
      const actual = history[name]?.[i] ?? NaN;
      // Up to a dozen float32 steps; the saturated heads start at losses of 30 and fall by half a step.
      expect(Math.abs(actual - value), `${name} ${i}: ${actual} for ${value}`).toBeLessThan(
        1e-4 * Math.max(1, Math.abs(value)),
      );
    });
  }
}

const disposeData = (data: unknown): void => {
  if (typeof data === "object" && data !== null && "xs" in data)
    tf.dispose(data as unknown as tf.TensorContainer);
};

/** Whole runs: rounding adds up over steps, and a GPU's is coarser from the first. Its losses and optimizers have tests. */
const exactBackends = ["cpu", "wasm", "tensorflow"] as const;

describeOnBackends(
  "a run beside Keras's",
  () => {
    it.each(all)(
      "$name",
      async ({ name, model: make, data: give, rate = 0.1, options, ...rest }) => {
        await expectNoLeak(async () => {
          const [model, data, given] = [make(), give(), options?.() ?? {}];
          const optimizer = new SGD({ learningRate: rate });
          const trainer = compile(model, { ...rest.compile, optimizer });
          const { history } = await trainer.fit(data, {
            batchSize: 4,
            shuffle: false,
            epochs: 2,
            verbose: 0,
            ...given,
          });
          same(history, runs[name] ?? {});
          disposeData(data);
          disposeData(given.validationData);
          trainer.dispose();
          const variables = model.weights.map((weight) => weight.read());
          model.dispose();
          tf.dispose(variables); // tfjs leaves those of a model in a model
        });
      },
    );

    it("evaluate takes the logits of a softmax head", async () => {
      await expectNoLeak(async () => {
        const model = one(3, "softmax", 60);
        const data = { xs: X(10, 4), ys: Y(10) };
        const { loss } = await compile(model, { loss: sparse }).evaluate(data);
        same({ loss: [loss ?? NaN] }, runs["evaluate"] ?? {});
        tf.dispose(Object.values(data));
        model.dispose();
      });
    });

    it("trainOnBatch and testOnBatch", async () => {
      await expectNoLeak(async () => {
        const model = one();
        const [x, y] = [X(12, 4), Y(12)];
        const trainer = compile(model, {
          optimizer: new SGD({ learningRate: 0.1 }),
          loss: logits(),
          metrics: ["accuracy"],
        });
        const history: Record<string, number[]> = { loss: [], accuracy: [] };
        for (const start of [0, 4, 8]) {
          const batch = [tf.slice(x, start, 4), tf.slice(y, start, 4)] as const;
          for (const [name, value] of Object.entries(await trainer.trainOnBatch(batch)))
            history[name]?.push(value);
          tf.dispose([...batch]);
        }
        same(history, runs["train on batch"] ?? {});
        const tested = await trainer.testOnBatch({ xs: x, ys: y });
        same(
          Object.fromEntries(Object.entries(tested).map(([key, value]) => [key, [value]])),
          runs["test on batch"] ?? {},
        );
        const predicted = trainer.predictOnBatch(x);
        expect(predicted.shape).toEqual([12, 3]);
        tf.dispose([x, y, predicted]);
        trainer.dispose();
        model.dispose();
      });
    });
  },
  exactBackends,
);
