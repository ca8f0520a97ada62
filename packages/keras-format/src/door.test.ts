/** What is no model, no bytes and no file at all is refused in one sentence by every function of this package that takes one. */
import { expect, it } from "vitest";
import * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "./errors";
import * as format from "./index";

const model = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });

const strange = [undefined, null, 5, NaN, "x", true, {}, [], () => 1];

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  carryReport: (value) => format.carryReport(value),
  fromLayersModel: (value) => format.fromLayersModel(value),
  loadKeras: (value) => format.loadKeras(value),
  readKeras: (value) => format.readKeras(value),
  saveH5: (value) => format.saveH5(value),
  saveKeras: (value) => format.saveKeras(value),
  saveSafetensors: (value) => format.saveSafetensors(value),
  saveWeights: (value) => format.saveWeights(value),
  toLayersModel: (value) => format.toLayersModel(value),
  toOnnx: (value) => format.toOnnx(value),
  writeKeras: (value) => format.writeKeras(value),
  "loadWeights of": (value) => format.loadWeights(value, new Uint8Array(8)),
  "loadWeights from": (value) => format.loadWeights(model(), value),
};

it.each(Object.entries(calls))("%s", async (_, call) => {
  for (const value of strange) {
    let refused: unknown;
    try {
      await call(value as never);
    } catch (error) {
      refused = error;
    }
    expect(KerasFormatError.is(refused), `${JSON.stringify(value)}: ${String(refused)}`).toBe(true);
    expect(String(refused)).not.toContain("\n");
  }
});
