/** What Keras's own tests try of masks, initializers, constraints and regularizers (tools/golden, keras-tests.py). */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import { getConstraint } from "../constraints/get-constraint";
import { ModelZooError } from "../errors";
import golden from "../fixtures/keras-tests.json";
import { getInitializer } from "../initializers/get-initializer";
import { getRegularizer } from "../regularizers/get-regularizer";
import { expectClose, ramp } from "../test-support/keras-numbers";
import { kerasLayers } from "./keras-layers";

interface Masked {
  readonly layer: string;
  readonly kwargs: Record<string, unknown>;
  readonly shape: number[];
  readonly mask_shape: number[];
  readonly mask: number[];
  readonly training: boolean;
  readonly refused?: string;
  readonly y?: number[];
  readonly gradient?: number[];
  readonly after?: number[][];
}

function make({ layer: name, kwargs, shape }: Masked): tf.layers.Layer {
  const layer = kerasLayers[name]?.(kwargs);
  if (!layer) throw new Error(`no layer ${name}`);
  layer.build(shape);
  return layer;
}

const cases = (golden.masked as Masked[]).map(
  (each) =>
    [
      `${each.layer} ${JSON.stringify(each.kwargs)} of ${JSON.stringify(each.shape)}, mask ${JSON.stringify(each.mask_shape)}, training ${each.training}`,
      each,
    ] as const,
);

describeOnBackends("masks", () => {
  it.each(cases)("%s: Keras's values, gradients and averages", async (_, example) => {
    const { mask_shape: maskShape, training, refused, y, gradient, after } = example;
    await expectNoLeak(async () => {
      const layer = make(example);
      const x = ramp(example.shape, 2);
      const mask = tf.tensor(example.mask, maskShape, "bool");
      const call = (input: tf.Tensor): tf.Tensor =>
        layer.apply(input, { training, mask }) as tf.Tensor;
      if (refused !== undefined) {
        expect(() => call(x)).toThrow(ModelZooError);
      } else {
        const given = call(x);
        expectClose(await given.data(), y ?? []);
        given.dispose();
        for (const [i, average] of layer.nonTrainableWeights.entries())
          expectClose(await average.read().data(), after?.[i] ?? []);
        const found = tf.tidy(() =>
          tf.grad((input: tf.Tensor) =>
            tf.sum(tf.mul(tf.square(call(input)), ramp(example.shape, 2))),
          )(x),
        );
        expectClose(await found.data(), gradient ?? [], 1e-4);
        found.dispose();
      }
      tf.dispose([x, mask]);
      tf.dispose(layer.weights.map((each) => each.read()));
    });
  });
});

interface Noise {
  readonly layer: string;
  readonly noise_shape: (number | null)[] | null;
  readonly refused?: string;
  readonly calls?: number[][];
}

describeOnBackends("masks of dropout", () => {
  it.each(
    (golden.noise as Noise[]).map((each) => [JSON.stringify(each.noise_shape), each] as const),
  )(
    "of shape %s keep what Keras's keep",
    async (_, { layer: name, noise_shape: noiseShape, refused, calls = [] }) => {
      await expectNoLeak(async () => {
        const layer = kerasLayers[name]?.({ rate: 0.5, noise_shape: noiseShape, seed: 7 });
        const x = tf.ones([2, 3, 2, 4]);
        const call = (): tf.Tensor => layer?.apply(x, { training: true }) as tf.Tensor;
        if (refused !== undefined) expect(call).toThrow(ModelZooError);
        for (const expected of calls) {
          const y = call();
          expect(Array.from(await y.data(), (value) => Number(value > 0))).toEqual(expected);
          y.dispose();
        }
        x.dispose();
      });
    },
  );

  it.each(["GaussianDropout", "AlphaDropout"])("%s takes no rate of 1", (name) => {
    expect(() => kerasLayers[name]?.({ rate: 1 })).toThrow("from 0 up to but not 1");
  });
});

describe("with arguments of Keras's tests", () => {
  it.each(golden.initializers)(
    "$name $kwargs draws Keras's values",
    ({ name, kwargs, shape, values }) => {
      const initializer = getInitializer({
        className: name,
        config: { seed: 7, ...kwargs },
      } as never);
      const drawn = initializer.apply(shape, "float32");
      // Normal draws go through log, sin and cos, whose last bits differ between libraries.
      expectClose(drawn.dataSync(), values, 2e-6);
      drawn.dispose();
      expect(
        getInitializer({ className: name, config: initializer.getConfig() } as never).getConfig(),
      ).toEqual(initializer.getConfig());
    },
  );

  it.each(golden.constraints)(
    "$name $kwargs gives Keras's values",
    ({ name, kwargs, shape, values }) => {
      const constraint = getConstraint({ className: name, config: kwargs } as never);
      const made = tf.tidy(() => (constraint?.apply(ramp(shape, 2)) ?? tf.scalar(NaN)).dataSync());
      expectClose(made, values);
    },
  );

  it.each(golden.regularizers)("$name $kwargs gives Keras's penalty", ({ name, kwargs, value }) => {
    const regularizer = getRegularizer({ className: name, config: kwargs } as never);
    const penalty = tf.tidy(() =>
      (regularizer?.apply(ramp([3, 4], 2)) ?? tf.scalar(NaN)).dataSync(),
    );
    expectClose(penalty, [value]);
  });
});
