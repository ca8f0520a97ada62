/** A model cut in two: what stays as it is runs once over a dataset, and only what lies behind it is trained. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { layerNamed } from "./layer-named";
import { requireModel } from "./require-model";

/** The two parts of {@link splitModel}. */
export interface SplitModel {
  /** From the model's input up to the cut. */
  readonly stem: tf.LayersModel;
  /** From the cut to the model's output. */
  readonly tail: tf.LayersModel;
}

/**
 * The parts of a model before a layer and from that layer on, as two models of the same layers: `tail` of `stem`'s outputs is what the model
 * gives, and what `tail` learns is learned in the model. In fine-tuning, run the frozen stem once over the photos with
 * `extractFeatures` of `@flowers/training`, and train the tail on what it gives: every epoch saves the stem's time.
 *
 * Dispose of `tail` and `model`, not of `stem`: the weights go with the last of the two. A layer of the tail stands in two models, so that
 * tfjs does not tell its `output` any more; take `model.outputs`.
 *
 * @param model one input and one output
 * @param at name of the tail's first layer, such as the one given to `unfreeze`
 * @throws ModelZooError `unknown-name` if the model has no such layer, `invalid-argument` if layers behind the cut also take
 * what lies before it, as within a residual block
 *
 * @example
 * const { stem, tail } = splitModel(model, "block6a_expand_conv"); // [batch, 224, 224, 3] -> [batch, 14, 14, 112] -> [batch, 5]
 */
export function splitModel(model: tf.LayersModel, at: string): SplitModel {
  const refuse = (reason: string, remedy?: string): ModelZooError =>
    new ModelZooError("invalid-argument", `splitModel: ${reason}`, { remedy });
  requireModel("splitModel", "model", model);
  if (model.inputs.length !== 1 || model.outputs.length !== 1)
    throw refuse(
      `"${model.name}" must have one input and one output; it has ${model.inputs.length} and ${model.outputs.length}.`,
    );
  const layer = layerNamed("splitModel", model, at);
  const doors = new Map(
    ancestorsOf(model.outputs)
      .filter(({ sourceLayer }) => sourceLayer === layer)
      .flatMap(({ inputs }) => inputs.map((input) => [input.id, input])),
  );
  const [door, ...others] = doors.values();
  if (!door) throw refuse(`layer "${at}" is the model's input: nothing lies before it.`);
  if (others.length > 0)
    throw refuse(`layer "${at}" takes several tensors.`, "Name a layer that takes one.");
  const stem = tf.model({ inputs: model.inputs, outputs: door, name: `${model.name}_stem` });
  const tail = behind(model, door, `${model.name}_tail`, (crossing) =>
    refuse(
      `"${model.name}" cannot be cut before "${at}": what lies behind it also takes the output of "${crossing}".`,
      "Name the first layer of a block.",
    ),
  );
  return { stem, tail };
}

/**
 * What a model makes of one of its symbolic tensors, as a model of its own: the same layers, called once more.
 *
 * @param refuse makes the error for a layer whose output is needed and does not come from `door`
 */
export function behind(
  model: tf.LayersModel,
  door: tf.SymbolicTensor,
  name: string,
  refuse: (crossing: string) => Error,
): tf.LayersModel {
  // Before a layer is called: a refusal leaves the layers as they were.
  const crossing = crossingOf(model.outputs, door);
  if (crossing) throw refuse(crossing.sourceLayer.name);
  const input = tf.input({ shape: door.shape.slice(1), dtype: door.dtype, name: "features" });
  const known = new Map([[door.id, input]]);
  const build = (tensor: tf.SymbolicTensor): tf.SymbolicTensor => {
    const found = known.get(tensor.id);
    if (found) return found;
    const { sourceLayer, callArgs } = tensor;
    const args = tensor.inputs.map(build);
    const [only] = args;
    const made = sourceLayer.apply(args.length === 1 && only ? only : args, callArgs);
    const outputs = (Array.isArray(made) ? made : [made]) as tf.SymbolicTensor[];
    const output = outputs[tensor.outputTensorIndex ?? 0] as tf.SymbolicTensor;
    known.set(tensor.id, output);
    return output;
  };
  return tf.model({ inputs: input, outputs: model.outputs.map(build), name });
}

/** Symbolic tensors and everything that they are made of, each once; what lies before `stop` is left out. */
function ancestorsOf(
  tensors: readonly tf.SymbolicTensor[],
  stop?: tf.SymbolicTensor,
): tf.SymbolicTensor[] {
  const seen = new Map<number, tf.SymbolicTensor>();
  const walk = (tensor: tf.SymbolicTensor): void => {
    if (seen.has(tensor.id)) return;
    seen.set(tensor.id, tensor);
    if (tensor !== stop) tensor.inputs.forEach(walk);
  };
  tensors.forEach(walk);
  return [...seen.values()];
}

/** A tensor that the outputs need beside `door`, though it does not come from there. */
function crossingOf(
  outputs: readonly tf.SymbolicTensor[],
  door: tf.SymbolicTensor,
): tf.SymbolicTensor | undefined {
  const before = new Set(ancestorsOf([door]));
  return ancestorsOf(outputs, door).find(
    (tensor) => tensor !== door && (before.has(tensor) || tensor.inputs.length === 0),
  );
}
