/** What is no model, no bytes and no file at all is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "./errors";
import * as format from "./index";

const model = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });

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

itRefusesStrangeValues(calls, (error) => KerasFormatError.is(error));
