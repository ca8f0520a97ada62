/** One picture to ranked classes: logits and probabilities, tensors and pixels, and what is refused. */
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { classify } from "./classify";

/** Gives these numbers for every picture of 2x2 gray pixels. */
function answering(values: readonly number[], activation?: "softmax" | "sigmoid"): tf.Sequential {
  const dense = tf.layers.dense({ units: values.length, ...(activation ? { activation } : {}) });
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [2, 2, 1] }), dense],
  });
  const weights = [tf.zeros([4, values.length]), tf.tensor1d([...values])];
  dense.setWeights(weights);
  tf.dispose(weights);
  return model;
}

const picture = { data: [0, 255, 3, 4], width: 2, height: 2, channels: 1 };
const names = ["daisy", "roses", "tulips"];

describeOnBackends("classify", () => {
  it("ranks classes by the softmax of logits, and takes probabilities as they are", async () => {
    const logits = answering([0, Math.log(3), Math.log(2)]);
    const softmax = answering([0, Math.log(3), Math.log(2)], "softmax");
    await expectNoLeak(async () => {
      for (const model of [logits, softmax]) {
        const ranking = await classify(model, picture, names);
        expect(ranking.map(({ label }) => label)).toEqual(["roses", "tulips", "daisy"]);
        expect(ranking.map(({ index }) => index)).toEqual([1, 2, 0]);
        [3 / 6, 2 / 6, 1 / 6].forEach((value, k) =>
          expect(ranking[k]?.probability).toBeCloseTo(value, 6),
        );
      }
    });
    for (const model of [logits, softmax]) model.dispose();
  });

  it("takes the softmax of a model in a model", async () => {
    const inner = answering([0, Math.log(3)], "softmax");
    const outer = tf.sequential({ layers: [inner] });
    const [best] = await classify(outer, picture, ["no", "yes"]);
    expect(best?.probability).toBeCloseTo(0.75, 6);
    outer.dispose();
  });

  it("takes one unit for a choice between two", async () => {
    const logit = answering([Math.log(4)]);
    const sigmoid = answering([Math.log(4)], "sigmoid");
    for (const model of [logit, sigmoid]) {
      const [best] = await classify(model, picture, ["cat", "dog"]);
      expect(best?.label).toBe("dog");
      expect(best?.probability).toBeCloseTo(0.8, 6);
    }
    for (const model of [logit, sigmoid]) model.dispose();
  });

  it("is less sure at a higher temperature, whatever the last layer gives", async () => {
    const three = [0, 2 * Math.log(3), 2 * Math.log(2)];
    for (const activation of [undefined, "softmax"] as const) {
      const model = answering(three, activation);
      const [best] = await classify(model, picture, names, { temperature: 2 });
      expect(best?.probability).toBeCloseTo(3 / 6, 6);
      model.dispose();
    }
    for (const activation of [undefined, "sigmoid"] as const) {
      const model = answering([2 * Math.log(4)], activation);
      const [best] = await classify(model, picture, ["cat", "dog"], { temperature: 2 });
      expect(best?.probability).toBeCloseTo(0.8, 5);
      model.dispose();
    }
    const model = answering(three);
    await expect(classify(model, picture, names, { temperature: 0 })).rejects.toThrow(
      "temperature must be a finite number above 0; received 0.",
    );
    model.dispose();
  });

  it("gives the top classes only, and equal ones in their order", async () => {
    const model = answering([1, 1, 1]);
    const ranking = await classify(model, picture, names, { top: 2 });
    expect(ranking.map(({ label }) => label)).toEqual(["daisy", "roses"]);
    model.dispose();
  });

  it("takes tensors of one picture, which stay the caller's", async () => {
    const model = answering([0, 1, 0]);
    const image = tf.ones<tf.Rank.R3>([2, 2, 1]);
    const batch = tf.ones<tf.Rank.R4>([1, 2, 2, 1]);
    await expectNoLeak(async () => {
      for (const given of [image, batch])
        expect((await classify(model, given, names))[0]?.label).toBe("roses");
    });
    expect(image.isDisposed || batch.isDisposed).toBe(false);
    tf.dispose([image, batch]);
    model.dispose();
  });

  it("refuses what does not fit, and leaks nothing", async () => {
    const model = answering([0, 1, 0]);
    const broken = answering([Number.NaN, 1, 0]);
    const two = tf.ones([2, 2, 2, 1]);
    await expectNoLeak(async () => {
      const wide = { ...picture, width: 1, height: 4 };
      await expect(classify(model, wide, names)).rejects.toThrow(
        "classify: the model takes one picture of shape [2, 2, 1]; received [4, 1, 1].",
      );
      await expect(classify(model, two, names)).rejects.toThrow("received [2, 2, 2, 1]");
      await expect(classify(model, picture, ["a"])).rejects.toThrow(
        "classNames must name the model's 3 classes; received 1",
      );
      await expect(classify(model, picture, names, { top: 0 })).rejects.toThrow(
        "top must be a whole number of at least 1; received 0.",
      );
      await expect(classify(broken, picture, names)).rejects.toThrow("is not finite");
    });
    for (const made of [model, broken, two]) made.dispose();
  });
});
