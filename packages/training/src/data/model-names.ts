/** Names of a model's inputs and outputs: those of the layers that make them. */
import type * as tf from "@tensorflow/tfjs";
import type { BatchNames } from "./batch";

/** Read from the tensors, for a tfjs Sequential leaves its own lists of names empty. */
export function modelNames(model: tf.LayersModel): BatchNames {
  const names = (tensors: readonly tf.SymbolicTensor[]): string[] =>
    tensors.map(({ sourceLayer }) => sourceLayer.name);
  return { inputs: names(model.inputs), outputs: names(model.outputs) };
}
