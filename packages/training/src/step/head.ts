/**
 * The last layers of a model that turn logits into probabilities. Keras's softmax and sigmoid remember what they were made
 * of; here the layer is run in two parts, so that both are there.
 */
import type * as tf from "@tensorflow/tfjs";
import { rememberLogits } from "../losses/logits";
import { isContainer } from "./layers";

type Layer = tf.layers.Layer;

/** An activation function as tfjs keeps it in a layer. */
interface Activation {
  apply(x: tf.Tensor): tf.Tensor;
  getClassName(): string;
}

interface ActivatedLayer extends Layer {
  readonly activation: Activation;
}

const linear: Activation = { apply: (x) => x, getClassName: () => "linear" };

/** Whether a layer ends in a softmax or sigmoid of its own (`dense`, `conv2d`, `activation` ...). */
function isActivated(layer: Layer): layer is ActivatedLayer {
  if (!("activation" in layer)) return false;
  const { activation } = layer as { activation?: Partial<Activation> | null };
  return ["softmax", "sigmoid"].includes(activation?.getClassName?.() ?? "");
}

/** The layers at a model's outputs that end in a softmax or sigmoid. */
export function headsOf(model: tf.LayersModel): readonly Layer[] {
  return model.outputs.flatMap(({ sourceLayer }) => {
    if (isContainer(sourceLayer)) return headsOf(sourceLayer);
    const remembers = isActivated(sourceLayer) || sourceLayer.getClassName() === "Softmax";
    return remembers ? [sourceLayer] : [];
  });
}

/** Runs one of {@link headsOf} and notes the logits of what it gives. */
export function runHead(layer: Layer, x: tf.Tensor, kwargs: Record<string, unknown>): tf.Tensor {
  // The layer as it is, but for its activation; the layer itself is not changed.
  const bare = isActivated(layer)
    ? (Object.create(layer, { activation: { value: linear } }) as Layer)
    : null;
  const logits = bare ? single(bare.call([x], kwargs)) : x;
  const made = isActivated(layer)
    ? layer.activation.apply(logits)
    : single(layer.call([x], kwargs));
  rememberLogits(made, logits);
  return made;
}

function single(output: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const first = Array.isArray(output) ? output[0] : output;
  if (!first) throw new Error("unreachable: a layer gives an output");
  return first;
}
