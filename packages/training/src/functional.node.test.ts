/** Functional models beside Keras: two inputs and two outputs, and batch normalization; ten steps, eager and compiled. */
import * as tf from "@tensorflow/tfjs";
import * as zoo from "@flowers/model-zoo";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { compile, type CompileOptions } from "./compile";
import golden from "./fixtures/functional/runs.json";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";
import { Adam } from "./optimizers/adam";
import type { Optimizer } from "./optimizers/optimizer";
import { RMSprop } from "./optimizers/rmsprop";
import { SGD } from "./optimizers/sgd";

interface Run {
  readonly steps: readonly Readonly<Record<string, number>>[];
  readonly evaluated: Readonly<Record<string, number>>;
  readonly predicted: readonly (readonly number[])[];
  readonly weights: Readonly<Record<string, readonly (readonly number[])[]>>;
}
const runs: Readonly<Record<string, Run>> = golden.runs;

/** Whose layers the models are made of: tfjs's, or those of @flowers/model-zoo. */
const kits = {
  "a Functional model": tf.layers,
  "a Functional model of our layers": { ...tf.layers, ...zoo } as unknown as typeof tf.layers,
};
const samples = 38;

// The same formulas as in tools/golden/scripts/training/functional.py.
function rows(count: number, width: number, shift: number): Float32Array {
  return Float32Array.from({ length: count * width }, (_, k) =>
    Math.sin(Math.floor(k / width) * 7.3 + (k % width) * 3.1 + shift),
  );
}

function fill<M extends tf.LayersModel>(model: M): M {
  const named = model.layers
    .filter((layer) => layer.weights.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  let k = 0;
  for (const { read, originalName, shape } of named.flatMap((layer) =>
    layer.weights.map((weight) => ({
      // Not by setWeights, which applies constraints in tfjs.
      read: () => weight.read() as tf.Variable,
      originalName: weight.originalName,
      shape: weight.shape as number[],
    })),
  )) {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: size }, (_, i) =>
      Math.fround(Math.sin(k * 2.1 + i * 1.7 + 0.5) * 0.5),
    );
    k += 1;
    const isVariance = originalName.includes("variance");
    const start = isVariance ? values.map((v) => Math.abs(v) + 0.5) : values;
    tf.tidy(() => read().assign(tf.tensor(start, shape)));
  }
  return model;
}

const apply = (
  layer: tf.layers.Layer,
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor => layer.apply(x) as tf.SymbolicTensor;

function two(layers: typeof tf.layers, constrained = false): tf.LayersModel {
  const left = tf.input({ shape: [4], name: "left" });
  const right = tf.input({ shape: [6, 6, 2], name: "right" });
  const held = constrained
    ? { kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.9, axis: 0 }) }
    : {};
  const a = apply(
    layers.dense({ units: 5, activation: "tanh", name: "left_dense", ...held }),
    left,
  );
  const kernelRegularizer = tf.regularizers.l2({ l2: 0.01 });
  const conv = layers.conv2d({
    filters: 3,
    kernelSize: 3,
    padding: "same",
    activation: "relu",
    name: "right_conv",
    kernelRegularizer,
  });
  const pool = layers.globalAveragePooling2d({ name: "right_pool", dataFormat: "channelsLast" });
  const b = apply(pool, apply(conv, right));
  const joined = apply(layers.concatenate({ name: "joined" }), [a, b]);
  const shared = apply(layers.dense({ units: 8, activation: "relu", name: "shared" }), joined);
  const skip = apply(layers.add({ name: "skip" }), [
    shared,
    apply(layers.dense({ units: 8, name: "skip_dense" }), shared),
  ]);
  const kind = apply(layers.dense({ units: 3, activation: "softmax", name: "kind" }), skip);
  const size = apply(layers.dense({ units: 1, name: "size", ...held }), skip);
  return fill(tf.model({ inputs: [left, right], outputs: [kind, size] }));
}

function normalized(layers: typeof tf.layers): tf.LayersModel {
  const x = tf.input({ shape: [6, 6, 2], name: "image" });
  const chain = [
    layers.conv2d({ filters: 4, kernelSize: 3, useBias: false, name: "conv" }),
    layers.batchNormalization({ name: "norm", momentum: 0.9 }),
    layers.activation({ activation: "relu", name: "relu" }),
    layers.flatten({ name: "flat" }),
    layers.dense({ units: 6, activation: "tanh", name: "hidden" }),
    layers.batchNormalization({ name: "norm_plain", scale: false, center: false }),
    layers.dense({ units: 3, name: "kind" }),
  ];
  return fill(tf.model({ inputs: x, outputs: chain.reduce((h, layer) => apply(layer, h), x) }));
}

const several: CompileOptions = {
  loss: { kind: "sparseCategoricalCrossentropy", size: "mse" },
  lossWeights: { kind: 1, size: 0.5 },
  metrics: { kind: ["accuracy"], size: ["mae"] },
};
const single: CompileOptions = {
  loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
  metrics: ["accuracy"],
};

type Case = [
  name: string,
  model: (layers: typeof tf.layers) => tf.LayersModel,
  optimizer: () => Optimizer,
];
const cases: Case[] = [
  ["two inputs and outputs, adam", two, () => new Adam({ learningRate: 0.01 })],
  [
    "two inputs and outputs, constraints",
    (layers) => two(layers, true),
    () => new SGD({ learningRate: 0.1, momentum: 0.9 }),
  ],
  [
    "two inputs and outputs, accumulation",
    two,
    () => new SGD({ learningRate: 0.1, gradientAccumulationSteps: 3 }),
  ],
  [
    "two inputs and outputs, averages",
    two,
    () => new SGD({ learningRate: 0.1, useEma: true, emaMomentum: 0.8, emaOverwriteFrequency: 4 }),
  ],
  [
    "two inputs and outputs, loss scale",
    two,
    () => new RMSprop({ learningRate: 0.01, lossScaleFactor: 128, clipnorm: 0.5 }),
  ],
  ["batch normalization, adam", normalized, () => new Adam({ learningRate: 0.01 })],
  [
    "batch normalization, sgd with decay",
    normalized,
    () => new SGD({ learningRate: 0.1, weightDecay: 0.01 }),
  ],
];

/** Ten steps of float32; the other backends add in an order further from TensorFlow's. */
function close(actual: number | undefined, expected: number, what: string): void {
  const tolerance = tf.getBackend() === "tensorflow" ? 1e-5 : 3e-5;
  expect(Math.abs((actual ?? NaN) - expected), `${what}: ${actual} for ${expected}`).toBeLessThan(
    tolerance * Math.max(1, Math.abs(expected)),
  );
}

function closeLists(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(actual.length, what).toBe(expected.length);
  expected.forEach((value, i) => close(actual[i], value, `${what} ${i}`));
}

for (const [title, layers] of Object.entries(kits))
  describeOnBackends(title, () => {
    it.each(cases)(
      "%s: ten steps, evaluation and prediction are Keras's",
      async (name, make, optimizer) => {
        const expected = runs[name];
        if (!expected) throw new Error(`runs.json lacks "${name}"`);
        await expectNoLeak(async () => {
          const model = make(layers);
          const hasTwo = model.outputs.length === 2;
          const right = tf.tensor4d(rows(samples, 72, 2), [samples, 6, 6, 2]);
          const left = tf.tensor2d(rows(samples, 4, 1), [samples, 4]);
          const kind = tf.tensor1d(
            Array.from({ length: samples }, (_, i) => (i * i + Math.floor(i / 2)) % 3),
            "int32",
          );
          const size = tf.tensor2d(rows(samples, 1, 5), [samples, 1]);
          const data = hasTwo ? { xs: [left, right], ys: { kind, size } } : { xs: right, ys: kind };
          const trainer = compile(model, {
            ...(hasTwo ? several : single),
            optimizer: optimizer(),
          });
          const steps: Record<string, number>[] = [];
          await trainer.fit(data, {
            batchSize: 4,
            shuffle: false,
            verbose: 0,
            callbacks: [{ onTrainBatchEnd: (_, logs) => void steps.push(logs) }],
          });
          if (tf.getBackend() === "tensorflow")
            expect(trainer.compiled).toEqual({ compiled: true, reason: null });
          expect(steps).toHaveLength(10);
          expected.steps.forEach((logs, i) => {
            for (const [key, value] of Object.entries(logs))
              close(steps[i]?.[key], value, `${key} of step ${i}`);
          });
          for (const [layer, weights] of Object.entries(expected.weights)) {
            const values = await Promise.all(
              model
                .getLayer(layer)
                .getWeights()
                .map((w) => w.data()),
            );
            weights.forEach((each, j) => closeLists(values[j] ?? [], each, `${layer} weight ${j}`));
          }
          const evaluated = await trainer.evaluate(data, { batchSize: 4 });
          for (const [key, value] of Object.entries(expected.evaluated))
            close(evaluated[key], value, key);
          const predicted = await trainer.predictAll({ xs: data.xs }, { batchSize: 4 });
          for (const [i, values] of expected.predicted.entries())
            closeLists((await predicted[i]?.data()) ?? [], values, `prediction ${i}`);
          if (tf.getBackend() === "tensorflow") expect(trainer.compiled.compiled).toBe(true);
          tf.dispose([left, right, kind, size, predicted]);
          trainer.dispose();
          model.dispose();
        });
      },
    );
  });

describeOnBackends("a model that begins with Normalization", () => {
  it("trains, compiled on native TensorFlow, and leaves what was adapted", async () => {
    await expectNoLeak(async () => {
      const xs = tf.tensor2d(rows(samples, 4, 1), [samples, 4]);
      const ys = tf.tensor2d(rows(samples, 1, 5), [samples, 1]);
      const scaled = zoo.normalization({ inputShape: [4] });
      const model = tf.sequential({ layers: [scaled, zoo.dense({ units: 1 })] });
      await scaled.adapt(xs);
      const before = await Promise.all(scaled.getWeights().map((each) => each.data()));
      expect(before[0]?.some((value) => value !== 0)).toBe(true);
      const trainer = compile(model, { optimizer: "sgd", loss: "mse" });
      const { history } = await trainer.fit({ xs, ys }, { epochs: 2, verbose: 0 });
      if (tf.getBackend() === "tensorflow") expect(trainer.compiled.compiled).toBe(true);
      expect(history.loss?.every(Number.isFinite)).toBe(true);
      expect(await Promise.all(scaled.getWeights().map((each) => each.data()))).toEqual(before);
      tf.dispose([xs, ys]);
      trainer.dispose();
      model.dispose();
    });
  });
});
