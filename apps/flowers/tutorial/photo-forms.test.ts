/** The forms in which few photos are trained on: what each shows, and when there are several. */
import { extractFeatures } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { headEpochs, headForms } from "./head-plan";
import { formCount, formNames, layersOf } from "./photo-forms";

beforeAll(() => tf.setBackend("cpu"));

const [height, width] = [6, 11];

/** Two images whose values are their columns, and 100 more in the second. */
const ramps = (): tf.Tensor4D =>
  tf.tidy(() => {
    const columns = tf.tile(tf.reshape(tf.range(0, width), [1, 1, width, 1]), [1, height, 1, 3]);
    return tf.concat([columns, tf.add(columns, 100)]) as tf.Tensor4D;
  });

it("shows the photo, its mirror image, its middle, and that one's mirror image", async () => {
  const before = tf.memory().numTensors;
  const seen = tf.sequential({
    layers: [tf.layers.reLU({ inputShape: [height, width, 3] })],
  });
  const xs = ramps();
  // The middle 80 % of columns 0 to 10 are 1 to 9, spread over 11.
  const spread = Array.from({ length: width }, (_, x) => 1 + x * 0.8);
  const whole = Array.from({ length: width }, (_, x) => x);
  const expected = [whole, [...whole].reverse(), spread, [...spread].reverse()];
  expect(formCount).toBe(expected.length);
  expect(formNames(2)).toEqual(["as it is", "as its mirror image"]);
  for (const [form, row] of expected.entries()) {
    const features = await extractFeatures({ xs }, seen, { augmentation: layersOf(form) });
    const values = await features.xs.array();
    expect(features.xs.shape).toEqual(xs.shape);
    for (const [image, rows] of (values as number[][][][]).entries())
      for (const columns of rows)
        columns.forEach((channels, x) =>
          channels.forEach((value) => expect(value).toBeCloseTo((row[x] ?? NaN) + 100 * image, 4)),
        );
    features.dispose();
  }
  xs.dispose();
  seen.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it("is for few photos, which are trained on in as many steps as many are", () => {
  expect([80, 399, 400, 2348].map(headForms)).toEqual([formCount, formCount, 1, 1]);
  expect([1, 10, 13, 74].map(headEpochs)).toEqual([1000, 100, 77, 15]);
});
