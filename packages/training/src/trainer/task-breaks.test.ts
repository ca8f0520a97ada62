/** Timers and messages of a page or a process run while a model trains. */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../compile";

describe("fit, evaluate and predict", () => {
  it.each(["fit", "evaluate", "predict"] as const)(
    "%s lets timers run between batches",
    async (kind) => {
      await tf.setBackend("cpu");
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
      const trainer = compile(model, { optimizer: "sgd", loss: "mse" });
      const data = { xs: tf.ones([64, 1]), ys: tf.ones([64, 1]) };
      const stop = new AbortController();
      let fired = false;
      let deadline = Infinity;
      // On cpu no batch leaves the microtask queue by itself, so without a break this timer waits for the end.
      const onBatch = (): void => {
        if (deadline === Infinity) {
          deadline = performance.now() + 10_000;
          setTimeout(() => (fired = true), 0);
        }
        if (fired || performance.now() > deadline) stop.abort();
      };
      function* endless(): Generator<typeof data> {
        for (;;) yield { xs: tf.clone(data.xs), ys: tf.clone(data.ys) };
      }
      const options = { verbose: 0, signal: stop.signal } as const;
      if (kind === "fit") {
        await trainer.fit(endless, { ...options, callbacks: [{ onTrainBatchEnd: onBatch }] });
      } else if (kind === "evaluate") {
        await trainer.evaluate(endless, { ...options, callbacks: [{ onTestBatchEnd: onBatch }] });
      } else {
        tf.dispose(
          await trainer.predict(endless, {
            ...options,
            callbacks: [{ onPredictBatchEnd: onBatch }],
          }),
        );
      }
      expect(fired).toBe(true);
      trainer.dispose();
      model.dispose();
      tf.dispose(data);
    },
  );
});
