/** Layers beside Keras 3.15.1: values, gradients, averages, NaN and initial weights (tools/golden, image-layers.py). */
import * as tf from "@tensorflow/tfjs";
import { setRandomSeed } from "@flowers/random";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import golden from "../fixtures/image-layers.json";
import { kerasLayers } from "./keras-layers";
import type { Normalization } from "./normalization";

/** Numbers; NaN and infinities as Python prints them. */
type Numbers = readonly (number | string)[];
interface Case {
  readonly layer: string;
  readonly kwargs: Record<string, unknown>;
  readonly shapes: readonly number[][];
  readonly training: boolean;
  readonly rounded: boolean;
  readonly damaged: boolean;
  readonly masked: boolean;
  readonly shape: readonly number[];
  readonly y: Numbers;
  readonly gradients: readonly Numbers[];
  readonly after: readonly Numbers[];
}

const cases = golden.cases as unknown as Case[];

/** The values of the golden's script. */
function ramp(shape: readonly number[], scale = 1, shift = 0): Float32Array {
  const size = tf.util.sizeFromShape([...shape]);
  return Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.3 + 1 + shift) * scale);
}

function inputsOf({ shapes, rounded, damaged }: Case): tf.Tensor[] {
  return shapes.map((shape, place) => {
    const values = ramp(shape, 2, place).map((value) => (rounded ? Math.round(value) : value));
    if (damaged && place === 0) values.set([NaN], 7);
    if (damaged && place === 0) values.set([Infinity], 60);
    return tf.tensor(values, shape);
  });
}

function setRamps(layer: tf.layers.Layer): void {
  const values = layer.weights.map(({ shape, originalName, dtype }) => {
    if (dtype === "int32") return tf.zeros(shape as number[], dtype);
    const value = ramp(shape as number[], 0.5);
    const positive = originalName.includes("variance");
    return tf.tensor(
      positive ? value.map((each) => Math.abs(each) + 0.1) : value,
      shape as number[],
    );
  });
  layer.setWeights(values);
  tf.dispose(values);
}

const asNumber = (value: number | string | undefined): number =>
  typeof value === "string" ? Number(value.replace("inf", "Infinity")) : (value ?? NaN);

/** Sums of up to some hundred float32 products, in another order than TensorFlow's. */
function expectClose(actual: ArrayLike<number>, expected: Numbers, tolerance = 2e-5): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((each, i) => {
    const value = asNumber(each);
    const given = actual[i] ?? 0;
    if (!Number.isFinite(value)) {
      expect(given, `${i}`).toBe(value);
      return;
    }
    const difference = Math.abs(given - value);
    expect(difference, `${i}: ${given} instead of ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}

function make({ layer, kwargs }: Pick<Case, "layer" | "kwargs">): tf.layers.Layer {
  const factory = kerasLayers[layer];
  if (!factory) throw new Error(`no layer ${layer}`);
  return factory(kwargs);
}

/** What a layer is called with. */
function callOf({ training, masked, shapes: [shape = []] }: Case): object {
  if (!masked) return { training };
  const [batch = 0, steps = 0] = shape;
  const mask = Array.from({ length: batch }, (_, i) =>
    Array.from({ length: steps }, (_, j) => (i + j) % 3 !== 0),
  );
  return { training, mask: tf.tensor2d(mask, [batch, steps], "bool") };
}

/** The gradients of `sum(y * y * ramp)` for each input, then each weight that learns. */
function gradientsOf(layer: tf.layers.Layer, inputs: tf.Tensor[], example: Case): tf.Tensor[] {
  const options = callOf(example);
  const call = (given: tf.Tensor[]): tf.Tensor =>
    layer.apply(given.length === 1 && given[0] ? given[0] : given, options) as tf.Tensor;
  const weighed = tf.tensor(ramp(example.shape), [...example.shape]);
  const loss = (given: tf.Tensor[]): tf.Scalar =>
    tf.sum(tf.mul(tf.square(call(given)), weighed)) as tf.Scalar;
  const ofInputs = tf.grads((...given: tf.Tensor[]) => loss(given))(inputs);
  const weights = layer.trainableWeights.map((each) => each.read() as tf.Variable);
  if (weights.length === 0) return ofInputs;
  setRamps(layer);
  const { grads } = tf.variableGrads(() => loss(inputs), weights);
  return [...ofInputs, ...weights.map(({ name }) => grads[name] as tf.Tensor)];
}

const title = ({ layer, kwargs, shapes, training, rounded, damaged, masked }: Case): string =>
  [
    `${layer} ${JSON.stringify(kwargs)} ${JSON.stringify(shapes)}`,
    ...[
      training ? "in training" : [],
      masked ? "masked" : [],
      rounded ? "with ties" : [],
      damaged ? "with NaN" : [],
    ].flat(),
  ].join(" ");

describeOnBackends("layers", () => {
  it.each(cases.map((example) => [title(example), example] as const))(
    "%s gives Keras's values",
    async (_, example) => {
      const before = tf.memory().numTensors;
      const layer = make(example);
      const inputs = inputsOf(example);
      const given = inputs.length === 1 && inputs[0] ? inputs[0] : inputs;
      const y = tf.tidy(() => {
        layer.apply(given); // builds it
        setRamps(layer);
        return layer.apply(given, callOf(example)) as tf.Tensor;
      });
      expect(y.shape).toEqual(example.shape);
      const unknown = example.shapes.map(([, ...sizes]) => [null, ...sizes]);
      const shape = layer.computeOutputShape(
        unknown.length === 1 && unknown[0] ? unknown[0] : unknown,
      );
      expect(shape.slice(1)).toEqual(example.shape.slice(1));
      expectClose(await y.data(), example.y);
      const averages = layer.nonTrainableWeights
        .filter(({ originalName }) => !originalName.endsWith("count"))
        .map((each) => each.read());
      expect(averages.length).toBe(example.after.length);
      for (const [i, average] of averages.entries()) {
        expectClose(await average.data(), example.after[i] ?? []);
      }
      if (!example.damaged) {
        setRamps(layer);
        const gradients = tf.tidy(() => gradientsOf(layer, inputs, example));
        expect(gradients.length).toBe(example.gradients.length);
        for (const [i, gradient] of gradients.entries()) {
          expectClose(await gradient.data(), example.gradients[i] ?? [], 1e-4);
        }
        tf.dispose(gradients);
      }
      tf.dispose([y, ...inputs]);
      layer.dispose();
      expect(tf.memory().numTensors).toBe(before);
      const again = new (layer.constructor as new (config: object) => tf.layers.Layer)(
        layer.getConfig(),
      );
      expect(again.getConfig()).toEqual(layer.getConfig());
    },
  );
});

describeOnBackends("draws", () => {
  it.each(golden.draws as unknown as (Case & { shape: number[]; calls: Numbers[] })[])(
    "$layer $kwargs draws Keras's numbers, call after call",
    async ({ layer: name, kwargs, shape, calls }) => {
      await expectNoLeak(async () => {
        const layer = make({ layer: name, kwargs });
        for (const expected of calls) {
          const y = tf.tidy(
            () => layer.apply(tf.tensor(ramp(shape, 2), shape), { training: true }) as tf.Tensor,
          );
          expectClose(await y.data(), expected);
          y.dispose();
        }
        const same = tf.tidy(() => layer.apply(tf.tensor(ramp(shape, 2), shape)) as tf.Tensor);
        expect(await same.data()).toEqual(ramp(shape, 2));
        same.dispose();
      });
    },
  );
});

describeOnBackends("Normalization", () => {
  it.each(
    golden.adapted as unknown as (Case & {
      shape: number[];
      batches: number | null;
      weights: Numbers[];
    })[],
  )("adapts to data as Keras's: $kwargs $shape $batches", async (example) => {
    await expectNoLeak(async () => {
      const { kwargs, shape, batches, weights, y: expected } = example;
      const layer = make({ layer: "Normalization", kwargs }) as Normalization;
      const x = tf.tidy(() =>
        tf.add(tf.tensor(ramp(shape, 2), shape), tf.tensor(ramp(shape.slice(-1), 3))),
      );
      if (batches === null) {
        await layer.adapt(x);
      } else {
        const rows = tf.unstack(x);
        await layer.adapt(tf.data.array(rows).batch(batches));
        tf.dispose(rows);
      }
      for (const [i, weight] of layer.getWeights().slice(0, 2).entries())
        expectClose(await weight.data(), weights[i] ?? []);
      const y = layer.apply(x) as tf.Tensor;
      expectClose(await y.data(), expected);
      tf.dispose([x, y]);
      layer.dispose();
    });
  });
});

describe("initial weights by a seed", () => {
  it.each(golden.initials as unknown as (Case & { shape: number[]; weights: Numbers[] })[])(
    "$layer $kwargs begins with Keras's",
    async ({ layer: name, kwargs, shape, weights }) => {
      await tf.setBackend("cpu");
      await expectNoLeak(async () => {
        setRandomSeed(42);
        const layer = make({ layer: name, kwargs });
        layer.build(shape);
        const given = await Promise.all(layer.weights.map((each) => each.read().data()));
        expect(given.length).toBe(weights.length);
        // Uniform draws are exact; normal ones go through log, sin and cos, whose last bits differ between libraries.
        given.forEach((values, i) => expectClose(values, weights[i] ?? [], 2e-6));
        tf.dispose(layer.weights.map((each) => each.read()));
      });
    },
  );
});
