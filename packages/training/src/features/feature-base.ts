/** The network whose outputs are features: a base as it stands, or up to one of its layers. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";

const refuse = (message: string, remedy?: string): TrainingError =>
  new TrainingError("invalid-argument", `extractFeatures: ${message}`, { remedy });

/** Activations that turn a last dense layer into answers; one with `relu` gives features. */
const answers = ["linear", "softmax", "sigmoid"];

function isClassifier(layer: tf.layers.Layer): boolean {
  const kind = layer.getClassName().replace(/^Flowers>/, "");
  if (kind === "Softmax") return true;
  const { activation } = layer.getConfig();
  return kind === "Dense" && typeof activation === "string" && answers.includes(activation);
}

/**
 * @throws TrainingError `invalid-argument` for several inputs or outputs, an unknown layer, or a last layer that classifies
 */
export function featureBase(base: tf.LayersModel, cutAt: string | undefined): tf.LayersModel {
  if (base.inputs.length !== 1)
    throw refuse(`the base must have one input; "${base.name}" has ${base.inputs.length}.`);
  if (cutAt === undefined) {
    if (base.outputs.length !== 1)
      throw refuse(
        `the base must have one output; "${base.name}" has ${base.outputs.length}.`,
        "Name the layer whose output you want: cutAt.",
      );
    const last = base.outputs[0]?.sourceLayer;
    if (last && isClassifier(last))
      throw refuse(
        `the base "${base.name}" still has its top, the layer "${last.name}", whose outputs are answers and not features.`,
        "Load it without its top, or name the layer before it: cutAt.",
      );
    return base;
  }
  const layer = base.layers.find(({ name }) => name === cutAt);
  if (!layer)
    throw refuse(
      `the base has no layer "${cutAt}". Its layers: ${base.layers.map(({ name }) => name).join(", ")}.`,
    );
  if (Array.isArray(layer.output)) throw refuse(`layer "${cutAt}" must have one output.`);
  return tf.model({ inputs: base.inputs, outputs: layer.output, name: base.name });
}
