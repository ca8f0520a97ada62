/**
 * 2,871 strange arguments, one at a time, beside what Keras does with them (`tools/golden/scripts/augmentation/arguments.py`): each is refused in one
 * sentence, or gives Keras's pixels. Never NaN, never an error from inside.
 */
import * as tf from "@tensorflow/tfjs";
import { setRandomSeed } from "@flowers/random";
import { beforeAll, expect, it } from "vitest";
import golden from "../fixtures/arguments.json";
import { AugmentationError } from "../errors";
import { camelKeys } from "../test-support/keras-names";
import { layerCases, layerClass } from "../test-support/layer-classes";

interface Outcome {
  readonly refused?: string;
  readonly failed?: string;
  readonly finite?: boolean;
  readonly sum?: number;
}
type Case = readonly [layer: string, argument: string, value: unknown, keras: Outcome];

const cases = golden.cases as unknown as readonly Case[];
const needed = golden.meta.needed as Readonly<Record<string, Record<string, unknown>>>;

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  return ["NaN", "Infinity", "-Infinity"].includes(value as string) ? Number(value) : value;
}

function outcome(layer: string, options: Record<string, unknown>): Outcome {
  setRandomSeed(3);
  return tf.tidy(() => {
    const images = tf.tensor4d(
      Array.from({ length: 252 }, (_, i) => (i * 37) % 256),
      [2, 6, 7, 3],
    );
    let made;
    try {
      made = new (layerClass(layer))(options);
    } catch (error) {
      return { refused: String(AugmentationError.is(error) ? error.message : error) };
    }
    const labels = tf.eye(2);
    const output = ["MixUp", "CutMix"].includes(layer)
      ? made.applyToBatch({ images, labels }, { training: true }).images
      : made.apply(images, { training: true });
    const values = output.dataSync<"float32">();
    return { finite: values.every(Number.isFinite), sum: values.reduce((a, b) => a + b, 0) };
  });
}

beforeAll(async () => {
  await tf.setBackend("cpu");
});

it.each(layerCases)("$name refuses strange arguments in one sentence, or is Keras", (example) => {
  const { name, fixed } = example;
  const own = cases.filter(([layer]) => layer === name);
  for (const each of own) {
    const [, argument, value, keras] = each;
    const options = camelKeys({
      ...needed[name],
      ...(fixed ? {} : { seed: 7 }),
      [argument]: revive(value),
    });
    const title = `${name}: ${argument}=${JSON.stringify(value)}, in Keras ${JSON.stringify(keras)}`;
    let got: Outcome;
    try {
      got = outcome(name, options);
    } catch (error) {
      // A list that does not fit the images is found out when images come, in Keras too.
      expect(AugmentationError.is(error) && keras.failed !== undefined, title).toBe(true);
      continue;
    }
    if (got.refused !== undefined) {
      expect(got.refused, title).toMatch(/^[^\n]*(Received: |Expected one of \()[^\n]*$/);
      continue;
    }
    expect(keras.finite, title).toBe(true);
    expect(got.finite, title).toBe(true);
    // Sums of 252 values up to 255 in float32.
    const sum = keras.sum ?? NaN;
    expect(Math.abs((got.sum ?? NaN) - sum), title).toBeLessThan(0.5 + 1e-5 * Math.abs(sum));
  }
});
