/** What is logged are float32 values, printed as Python prints them: Keras 3.15.1 writes 0.4000000059604645 for two of five. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { CSVLogger } from "../callbacks/csv-logger";
import { MemoryStore } from "../callbacks/test-support/memory-store";
import { compile } from "../compile";
import { SGD } from "../optimizers/sgd";

describeOnBackends("logs", () => {
  it("are float32 in the history, the CSV and evaluation", async () => {
    await expectNoLeak(async () => {
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [1] })] });
      const weights = [tf.tensor2d([[1, -1]]), tf.tensor1d([0, 0])];
      model.setWeights(weights);
      const data = { xs: tf.ones([5, 1]), ys: tf.tensor1d([0, 0, 1, 1, 1], "int32") };
      const trainer = compile(model, {
        optimizer: new SGD({ learningRate: 0 }),
        loss: "sparseCategoricalCrossentropy",
        metrics: ["accuracy"],
      });
      const store = new MemoryStore();
      const { history } = await trainer.fit(data, {
        ...{ epochs: 1, verbose: 0, validationData: data },
        callbacks: [new CSVLogger("log.csv", { store })],
      });
      expect(history.accuracy).toEqual([0.4000000059604645]);
      expect(history.val_accuracy).toEqual([0.4000000059604645]);
      expect(history.loss?.[0]).toBe(Math.fround(history.loss?.[0] ?? NaN));
      expect(store.text("log.csv").split("\r\n")[1]).toMatch(/^0,0\.4000000059604645,/);
      expect((await trainer.evaluate(data)).accuracy).toBe(0.4000000059604645);
      tf.dispose([...weights, ...Object.values(data)]);
      trainer.dispose();
      model.dispose();
    });
  });
});
