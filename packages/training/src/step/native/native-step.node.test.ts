/** How Functional models with random layers are compiled: masks are fed, a front runs eagerly, other draws are refused. */
import * as tf from "@tensorflow/tfjs";
import {
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePooling2d,
  layerNormalization,
} from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { describeOnBackends } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { compile } from "../../compile";
import type { Optimizer } from "../../optimizers/optimizer";
import { SGD } from "../../optimizers/sgd";
import type { Compiled } from "../../trainer/step-holder";

/** A layer that says that it draws, and takes no masks. */
class Drawing extends tf.layers.Layer {
  static readonly className = "Drawing";
  readonly seedGenerator = {};
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [first] = Array.isArray(x) ? x : [x];
    if (!first) throw new Error("one input is given");
    return tf.mul(first, 1.5);
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
}

type Kind = "dropout" | "a front" | "tfjs's dropout" | "a draw behind weights";

function network(kind: Kind): tf.LayersModel {
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const [image, more] = [tf.input({ shape: [6, 6, 2] }), tf.input({ shape: [3] })];
  const start = kind === "a front" ? apply(new Drawing({}), image) : image;
  const conv = apply(conv2d({ filters: 3, kernelSize: 3, activation: "relu" }), start);
  const drawn = kind === "a draw behind weights" ? apply(new Drawing({}), conv) : conv;
  const joined = apply(tf.layers.concatenate(), [apply(flatten(), drawn), more]);
  const drop = kind === "tfjs's dropout" ? tf.layers.dropout({ rate: 0.5 }) : dropout(0.5);
  const outputs = apply(dense({ units: 3 }), apply(drop, joined));
  return tf.model({ inputs: [image, more], outputs });
}

async function run(kind: Kind): Promise<{ losses: number[]; compiled: Compiled }> {
  setRandomSeed(3);
  const model = network(kind);
  const data = { xs: [tf.ones([20, 6, 6, 2]), tf.ones([20, 3])], ys: tf.ones([20, 3]) };
  return fitted(model, "adam", data);
}

/** Two epochs in batches of four. Disposes of the model and the data. */
async function fitted(
  model: tf.LayersModel,
  optimizer: Optimizer | "adam",
  data: { readonly xs: tf.Tensor | tf.Tensor[]; readonly ys: tf.Tensor },
): Promise<{ losses: number[]; compiled: Compiled }> {
  const trainer = compile(model, { loss: "mse", optimizer });
  const { history } = await trainer.fit(data, {
    batchSize: 4,
    shuffle: false,
    epochs: 2,
    verbose: 0,
  });
  const { compiled } = trainer;
  tf.dispose([data.xs, data.ys].flat());
  trainer.dispose();
  model.dispose();
  return { losses: history["loss"] ?? [], compiled };
}

const inputShape = [20, 20, 3];

/** Networks whose step sums far more values than a constant of a graph may have. */
const summing: Readonly<Record<string, () => tf.layers.Layer[]>> = {
  "the penalty of a kernel": () => [
    flatten({ inputShape }),
    dense({ units: 10, kernelRegularizer: "l2" }),
    dense({ units: 2 }),
  ],
  "a sum of magnitudes": () => [
    flatten({ inputShape }),
    dense({ units: 10, kernelRegularizer: "l1" }),
    dense({ units: 2 }),
  ],
  "means of feature maps": () => [
    conv2d({ filters: 8, kernelSize: 3, inputShape }),
    globalAveragePooling2d(),
    dense({ units: 2 }),
  ],
  "the variance of feature maps": () => [
    conv2d({ filters: 8, kernelSize: 3, inputShape }),
    layerNormalization({ axis: [1, 2, 3] }),
    flatten(),
    dense({ units: 2 }),
  ],
};

describeOnBackends(
  "a compiled Functional model",
  () => {
    it.each(["dropout", "a front"] as const)(
      "with %s learns as the eager step does",
      async (kind) => {
        const native = await run(kind);
        expect(native.compiled).toEqual({ compiled: true, reason: null });
        await tf.setBackend("cpu");
        const eager = await run(kind);
        await tf.setBackend("tensorflow");
        // The same masks and weights; ten float32 steps in another order of sums.
        native.losses.forEach((loss, i) => expect(loss).toBeCloseTo(eager.losses[i] ?? NaN, 4));
      },
    );

    // TensorFlow.js's gradients of sums and means write a tensor of ones as large as what was summed.
    it.each(Object.entries(summing))("sums many values in %s", async (_, layers) => {
      const fit = (): ReturnType<typeof fitted> => {
        setRandomSeed(5);
        const model = tf.sequential({ layers: layers() });
        return fitted(model, new SGD({ learningRate: 1e-4 }), {
          xs: tf.randomUniform([8, 20, 20, 3], 0, 1, "float32", 7),
          ys: tf.ones([8, 2]),
        });
      };
      const native = await fit();
      expect(native.compiled).toEqual({ compiled: true, reason: null });
      await tf.setBackend("cpu");
      const eager = await fit();
      await tf.setBackend("tensorflow");
      // Four float32 steps in another order of sums.
      native.losses.forEach((loss, i) => expect(loss).toBeCloseTo(eager.losses[i] ?? NaN, 4));
    });

    it("is not made where a layer draws unseen", async () => {
      expect((await run("tfjs's dropout")).compiled.reason).toBe(
        "a layer draws random numbers and takes no masks",
      );
      expect((await run("a draw behind weights")).compiled.reason).toMatch(
        /learns in front of a layer that draws random numbers and takes no masks/,
      );
    });
  },
  ["tensorflow"],
);
