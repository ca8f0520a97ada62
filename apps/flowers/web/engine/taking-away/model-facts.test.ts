import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { setTemperature } from "../../../tutorial/class-names";
import { buildModel } from "../../../tutorial/model";
import { toFiles } from "../storage/model-files";
import { factsOf } from "./model-facts";

it("says what a model takes, and how sure it is", async () => {
  const model = buildModel("augmented", { imageSize: [32, 48], numClasses: 3, seed: 1 });
  expect(factsOf((await toFiles(model)).json)).toEqual({ imageSize: [32, 48], temperature: 1 });
  setTemperature(model, 0.5);
  expect(factsOf((await toFiles(model)).json)).toEqual({ imageSize: [32, 48], temperature: 0.5 });
  model.dispose();
  const any = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
  const { json } = await toFiles(any);
  expect(() => factsOf(json)).toThrow("no fixed input size");
  any.dispose();
});
