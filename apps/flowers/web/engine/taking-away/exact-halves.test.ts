import * as tf from "@tensorflow/tfjs";
import { afterEach, expect, it } from "vitest";
import { fromFiles, toFiles } from "../storage/model-files";
import { halved, toHalves } from "./exact-halves";

afterEach(() => tf.disposeVariables());

/** Every finite float16, as float32. */
const everyHalf = Float32Array.from(
  Array.from({ length: 65_536 }, (_, bits) => bits)
    .filter((bits) => ((bits >> 10) & 31) !== 31)
    .map((bits) => {
      const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
      return exponent === 0
        ? sign * fraction * 2 ** -24
        : sign * (1024 + fraction) * 2 ** (exponent - 25);
    }),
);

it("knows every float16 by its bits, and no other number", () => {
  const halves = toHalves(everyHalf);
  expect(halves).toEqual(
    Uint16Array.from({ length: 65_536 }, (_, bits) => bits).filter(
      (bits) => ((bits >> 10) & 31) !== 31,
    ),
  );
  for (const other of [1 + 2 ** -11, 65_536, 2 ** -25, 3 * 2 ** -25, 2 ** -140, NaN, Infinity])
    expect(toHalves(Float32Array.of(1, other)), String(other)).toBeNull();
});

it("keeps a model to the last bit, in fewer bytes where its weights are float16", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 256, inputShape: [248], useBias: false }),
      tf.layers.dense({ units: 2 }),
    ],
  });
  const kernel = tf.tensor(everyHalf, [248, 256]);
  model.layers[0]?.setWeights([kernel]);
  const files = await toFiles(model);
  const smaller = halved(files);
  expect(files.weights.byteLength - smaller.weights.byteLength).toBe(248 * 256 * 2 + 2 * 2);
  const again = await fromFiles(smaller);
  for (const [i, weight] of model.getWeights().entries())
    expect(await again.getWeights()[i]?.data()).toEqual(await weight.data());
  tf.dispose([kernel]);
  model.dispose();
  again.dispose();
});
