import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import golden from "../fixtures/optimizers.json";
import { Adam, AdamW } from "./adam";
import { Adadelta } from "./adadelta";
import { Adagrad } from "./adagrad";
import { Adamax } from "./adamax";
import { Ftrl } from "./ftrl";
import { getOptimizer } from "./get-optimizer";
import { Nadam } from "./nadam";
import optionsGolden from "./fixtures/keras-options.json";
import type { Optimizer } from "./optimizer";
import type { OptimizerOptions } from "./options";
import { RMSprop } from "./rmsprop";
import * as schedules from "./schedules";
import { SGD } from "./sgd";

const classes = { SGD, RMSprop, Adam, AdamW, Adadelta, Adagrad, Adamax, Nadam, Ftrl } as Record<
  string,
  new (options: OptimizerOptions) => Optimizer
>;

function camel(kwargs: object): OptimizerOptions {
  return Object.fromEntries(
    Object.entries(kwargs).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value as unknown,
    ]),
  );
}

function oneWeight(values: readonly number[]): tf.Sequential {
  const layer = tf.layers.dense({ units: values.length, useBias: false, inputShape: [1] });
  const model = tf.sequential({ layers: [layer] });
  tf.tidy(() => model.setWeights([tf.tensor2d([[...values]])]));
  return model;
}

async function walk(
  optimizer: Optimizer,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
): Promise<number[][]> {
  const model = oneWeight(start);
  optimizer.build(model.trainableWeights);
  const path: number[][] = [];
  for (const gradient of gradients) {
    tf.tidy(() => optimizer.apply([tf.tensor2d([[...gradient]])]));
    path.push(Array.from((await model.trainableWeights[0]?.read().data()) ?? []));
  }
  model.dispose();
  return path;
}

describeOnBackends("optimizers", () => {
  it.each(golden.cases)(
    "$optimizer $kwargs follows Keras's path",
    async ({ optimizer, kwargs, trajectory, variables }) => {
      const made = new (classes[optimizer] as (typeof classes)[string])(camel(kwargs));
      await expectNoLeak(async () => {
        const path = await walk(made, golden.x0, golden.grads);
        path.forEach((values, step) =>
          values.forEach((value, i) => {
            const expected = trajectory[step]?.[i] ?? NaN;
            // float32: a few units in the last place of values up to 4, after five steps.
            expect(Math.abs(value - expected), `step ${step}, entry ${i}`).toBeLessThan(2e-6);
          }),
        );
        const state = await made.getState();
        const slots = state.slots.map(({ values }) => Array.from(values));
        const goldenSlots = variables
          .filter(({ values }) => values.length === 4)
          .map(({ values }) => values);
        expect(slots).toHaveLength(goldenSlots.length);
        for (const [i, values] of goldenSlots.entries()) {
          values.forEach((value, j) => {
            expect(Math.abs((slots[i]?.[j] ?? NaN) - value)).toBeLessThan(
              1e-6 + 1e-5 * Math.abs(value),
            );
          });
        }
        made.dispose();
      });
    },
  );
});

describeOnBackends("options of optimizers", () => {
  it.each(optionsGolden.cases)(
    "$optimizer $kwargs follows Keras's path",
    async ({ optimizer, kwargs, schedule, trajectory, iterations, final }) => {
      const Class = classes[optimizer] as (typeof classes)[string];
      const learningRate = schedules.exponentialDecay({
        initialLearningRate: 0.1,
        decaySteps: 2,
        decayRate: 0.5,
      });
      const made = new Class({ ...camel(kwargs), ...(schedule ? { learningRate } : {}) });
      await expectNoLeak(async () => {
        const model = oneWeight(optionsGolden.x0);
        const weight = model.trainableWeights[0];
        made.build(model.trainableWeights);
        const check = async (expected: readonly number[], title: string): Promise<void> => {
          const values = (await weight?.read().data()) ?? [];
          expect(values).toHaveLength(expected.length);
          // float32: a few units in the last place of values up to 4, over eight steps.
          expected.forEach((value, i) =>
            expect(Math.abs((values[i] ?? NaN) - value), `${title}, entry ${i}`).toBeLessThan(3e-6),
          );
        };
        for (const [step, gradient] of optionsGolden.grads.entries()) {
          tf.tidy(() => made.apply([tf.tensor2d([gradient])]));
          await check(trajectory[step] ?? [], `step ${step}`);
          expect(made.iterations).toBe(iterations[step]);
        }
        made.finalize();
        await check(final, "final");
        made.dispose();
        model.dispose();
      });
    },
  );
});

describe("optimizers by name", () => {
  it("takes Keras's names in any spelling, and suggests the nearest one", () => {
    expect(getOptimizer("Adam")).toBeInstanceOf(Adam);
    expect(getOptimizer("adamw")).toBeInstanceOf(AdamW);
    expect(getOptimizer("adamw").weightDecay).toBe(0.004);
    expect(() => getOptimizer("adm")).toThrow('Did you mean "adam"?');
  });

  it("refuses two ways of clipping and rates that are no numbers", () => {
    expect(() => new Adam({ clipnorm: 1, clipvalue: 1 })).toThrow("Only one of `clipnorm`");
    expect(() => new SGD({ learningRate: NaN })).toThrow("must be a finite number");
    expect(() => new SGD({ clipnorm: Infinity })).toThrow("`clipnorm` must be a finite number");
    expect(() => new Adam({ gradientAccumulationSteps: 1 })).toThrow("must be an integer >= 2");
    expect(() => new Adam({ emaOverwriteFrequency: 0 })).toThrow("must be an integer >= 1");
    expect(() => new Adam({ useEma: true, emaMomentum: 1.1 })).toThrow("in the range [0, 1]");
    expect(() => new Adam({ clipNorm: 1 } as OptimizerOptions)).toThrow(
      'Adam: argument not recognized: clipNorm. Did you mean "clipnorm"?',
    );
    expect(() => new SGD({ momentum: 2 })).toThrow("between [0, 1]");
    expect(() => new Ftrl({ learningRatePower: 1 })).toThrow("needs to be negative or zero");
  });
});

describe("moving average", () => {
  it("takes the weights' place at the end", () => {
    const optimizer = new SGD({ learningRate: 1, useEma: true, emaMomentum: 0.5 });
    const model = oneWeight([0]);
    optimizer.build(model.trainableWeights);
    // Weights 1, 2, 3; averages 1, 1.5, 2.25.
    for (let i = 0; i < 3; i++) tf.tidy(() => optimizer.apply([tf.tensor2d([[-1]])]));
    optimizer.finalize();
    expect(model.trainableWeights[0]?.read().dataSync()[0]).toBe(2.25);
  });
});

describe("schedules", () => {
  it("decide the rate of each batch", async () => {
    const decay = schedules.exponentialDecay({
      initialLearningRate: 1,
      decaySteps: 1,
      decayRate: 0.5,
    });
    const optimizer = new SGD({ learningRate: decay });
    const path = await walk(optimizer, [0], [[1], [1], [1]]);
    expect(path.map(([value]) => value)).toEqual([-1, -1.5, -1.75]);
    expect(optimizer.learningRate).toBe(0.125);
    optimizer.learningRate = 3;
    expect(optimizer.learningRate).toBe(3);
  });

  it("have Keras's shapes", () => {
    const initialLearningRate = 0.1;
    const piecewise = schedules.piecewiseConstantDecay({ boundaries: [2, 4], values: [3, 2, 1] });
    expect([0, 2, 3, 4, 5].map(piecewise)).toEqual([3, 3, 2, 2, 1]);
    expect(schedules.cosineDecay({ initialLearningRate, decaySteps: 10 })(5)).toBeCloseTo(0.05, 12);
    expect(
      schedules.polynomialDecay({ initialLearningRate, decaySteps: 10, endLearningRate: 0 })(5),
    ).toBeCloseTo(0.05, 12);
    expect(
      schedules.inverseTimeDecay({ initialLearningRate, decaySteps: 1, decayRate: 1 })(1),
    ).toBeCloseTo(0.05, 12);
    const restarts = schedules.cosineDecayRestarts({ initialLearningRate, firstDecaySteps: 10 });
    expect(
      [restarts(0), restarts(5), restarts(10), restarts(20)].map((rate) => Number(rate.toFixed(6))),
    ).toEqual([0.1, 0.05, 0.1, 0.05]);
  });
});
