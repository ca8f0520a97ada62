/** Layers, activations, regularizers and constraints beside Keras 3.15.1's values and gradients (tools/golden). */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { activations, type ActivationName } from "../activations/activations";
import { getConstraint } from "../constraints/get-constraint";
import golden from "../fixtures/layers.json";
import { camelKeys } from "../names";
import { getRegularizer } from "../regularizers/get-regularizer";
import { L1L2, OrthogonalRegularizer } from "../regularizers/regularizers";
import { expectClose, ramp } from "../test-support/keras-numbers";
import { kerasLayers } from "./keras-layers";

interface Numbers {
  readonly shape: readonly number[];
  readonly y: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}
interface Curve {
  readonly y: number[];
  readonly gradient: number[];
}
interface Penalty {
  readonly penalty: number;
  readonly gradient: number[];
}
interface LayerCase extends Numbers {
  readonly layer: string;
  readonly kwargs: Record<string, unknown>;
}

const cases: readonly LayerCase[] = [
  ...(golden.convolutions as Omit<LayerCase, "layer">[]).map((each) => ({
    ...each,
    layer: "Conv2D",
  })),
  ...(golden.poolings as unknown as LayerCase[]),
  ...(golden.others as unknown as LayerCase[]),
];

/** The forward values and the gradients of the sum of squares, for the input and every weight. */
function run(layer: tf.layers.Layer, x: tf.Tensor): { y: tf.Tensor; gradients: tf.Tensor[] } {
  tf.dispose(layer.apply(x) as tf.Tensor); // builds it
  layer.setWeights(layer.getWeights().map(({ shape }) => ramp(shape, 0.5)));
  const weights = layer.trainableWeights.map((weight) => weight.read());
  const of = (given: tf.Tensor): tf.Tensor => layer.apply(given, { training: true }) as tf.Tensor;
  const y = of(x);
  const dx = tf.grad((given) => tf.sum(tf.square(of(given))))(x);
  const { grads } =
    weights.length > 0
      ? tf.variableGrads(() => tf.sum(tf.square(of(x))), weights as tf.Variable[])
      : { grads: {} as tf.NamedTensorMap };
  return { y, gradients: [dx, ...weights.map((w) => grads[(w as tf.Variable).name] as tf.Tensor)] };
}

describeOnBackends("layers", () => {
  it.each(cases)("$layer $kwargs gives Keras's values and gradients", async (example) => {
    const factory = kerasLayers[example.layer];
    if (!factory) throw new Error(`no layer ${example.layer}`);
    const before = tf.memory().numTensors;
    const layer = factory(example.kwargs);
    const { y, gradients } = tf.tidy(() => {
      const { y, gradients } = run(layer, ramp([2, 7, 6, 4], 2));
      return { y, gradients };
    });
    expect(y.shape).toEqual(example.shape);
    expect(layer.computeOutputShape([null, 7, 6, 4]).slice(1)).toEqual(example.shape.slice(1));
    expectClose(await y.data(), example.y);
    expect(gradients.length).toBe(example.gradients.length);
    for (const [i, gradient] of gradients.entries()) {
      expectClose(await gradient.data(), example.gradients[i] ?? [], 5e-5);
    }
    tf.dispose([y, gradients]);
    layer.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const again = new (layer.constructor as new (config: object) => tf.layers.Layer)(
      layer.getConfig(),
    );
    expect(again.getConfig()).toEqual(layer.getConfig());
  });
});

describeOnBackends("activations", () => {
  it.each(Object.entries(golden.activations as Record<string, Curve>))(
    "%s",
    async (name, { y, gradient }) => {
      const apply = activations[Object.keys(camelKeys({ [name]: 0 }))[0] as ActivationName];
      await expectNoLeak(async () => {
        const [value, slope] = tf.tidy(() => {
          const x = tf.tensor2d(golden.points, [1, 13]);
          const weigh = (at: tf.Tensor): tf.Scalar => tf.sum(tf.mul(apply(at), ramp([1, 13])));
          return [apply(x), tf.grad(weigh)(x)] as const;
        });
        expectClose(await value.data(), y);
        expectClose(await slope.data(), gradient, 1e-4);
        tf.dispose([value, slope]);
      });
    },
  );
});

describeOnBackends("regularizers and constraints", () => {
  const kernel = (): tf.Tensor2D => tf.tensor2d(golden.kernel, [4, 3]);
  const made = {
    L1L2: new L1L2({ l1: 0.1, l2: 0.2 }),
    columns: new OrthogonalRegularizer({ factor: 0.3, mode: "columns" }),
  };

  it.each(Object.entries(golden.regularizers as Record<string, Penalty>))(
    "%s",
    async (name, { penalty, gradient }) => {
      const regularizer =
        made[name as "L1L2"] ??
        getRegularizer(name === "orthogonal" ? "orthogonal_regularizer" : name);
      if (penalty === 0) {
        // Nothing depends on the weight, and tfjs has no gradient then.
        expect(Array.from(tf.tidy(() => regularizer.apply(kernel()).dataSync()))).toEqual([0]);
        return;
      }
      const [value, slope] = tf.tidy(() => [
        regularizer.apply(kernel()),
        tf.grad((w) => regularizer.apply(w))(kernel()),
      ]);
      expectClose(await (value as tf.Tensor).data(), [penalty]);
      expectClose(await (slope as tf.Tensor).data(), gradient);
      tf.dispose([value, slope]);
    },
  );

  it.each(Object.entries(golden.constraints as Record<string, number[]>))(
    "%s",
    async (name, expected) => {
      const value = tf.tidy(() => getConstraint(name)?.apply(kernel()) as tf.Tensor);
      expectClose(await value.data(), expected);
      value.dispose();
    },
  );
});
