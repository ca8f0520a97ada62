/** SwapEMAWeights against Keras 3.15's histories and weights, eager and compiled; see fixtures/swap-ema-weights.py. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { compile } from "../compile";
import { SGD } from "../optimizers/sgd";
import golden from "./fixtures/swap-ema-weights.json";
import { SwapEMAWeights } from "./swap-ema-weights";

async function weightsOf(model: tf.LayersModel): Promise<number[]> {
  return [...(await (model.getWeights()[0] as tf.Tensor).data())];
}

describeOnBackends("SwapEMAWeights", () => {
  it.each(golden.runs)("swapOnEpoch $swapOnEpoch, $epochs epochs", async (run) => {
    await expectNoLeak(async () => {
      const layer = tf.layers.dense({ units: 2, inputShape: [4], useBias: false });
      const model = tf.sequential({ layers: [layer] });
      const [xs, ys, start] = [golden.x, golden.y, golden.start].map((rows) => tf.tensor2d(rows));
      if (!xs || !ys || !start) throw new Error("three tensors were made");
      layer.setWeights([start]);
      const optimizer = new SGD({ learningRate: 0.2, useEma: true, emaMomentum: 0.7 });
      const trainer = compile(model, { optimizer, loss: "mse" });
      const seen: number[][] = [];
      const { history } = await trainer.fit(
        { xs, ys },
        {
          batchSize: 4,
          shuffle: false,
          epochs: run.epochs,
          validationData: { xs, ys },
          verbose: 0,
          callbacks: [
            new SwapEMAWeights({ swapOnEpoch: run.swapOnEpoch }),
            { onEpochEnd: async () => void seen.push(await weightsOf(model)) },
          ],
        },
      );
      const near = (got: readonly number[] | undefined, want: readonly number[]): void => {
        expect(got).toHaveLength(want.length);
        want.forEach((value, i) => expect(got?.[i]).toBeCloseTo(value, 5));
      };
      near(history["loss"], run.history.loss);
      near(history["val_loss"], run.history.val_loss);
      run.seen.forEach((weights, i) => near(seen[i], weights));
      near(await weightsOf(model), run.final);
      trainer.dispose();
      model.dispose();
      tf.dispose([xs, ys, start]);
    });
  });

  it("refuses an optimizer that keeps no averages", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    const trainer = compile(model, { optimizer: "sgd", loss: "mse" });
    const data = { xs: tf.ones([2, 1]), ys: tf.ones([2, 1]) };
    await expect(trainer.evaluate(data, { callbacks: [new SwapEMAWeights()] })).rejects.toThrow(
      "create it with useEma: true",
    );
    trainer.dispose();
    model.dispose();
    tf.dispose(data);
  });
});
