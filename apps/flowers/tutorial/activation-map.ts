/**
 * Where a network looked: how much each place of its last features spoke for a class (Grad-CAM: R. Selvaraju and others,
 * "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", 2017).
 *
 *   weight[c] = mean over y, x of  d logit[class] / d features[y, x, c]
 *   map[y, x] = max(0, sum over c of  weight[c] features[y, x, c])
 *
 * Where the features are averaged over their places and a dense layer follows, as on a pretrained network, this is the class
 * activation map of B. Zhou and others, 2016.
 */
import { splitModel } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";

/** How much each place spoke for a class. */
export interface ActivationMap {
  readonly width: number;
  readonly height: number;
  /** Row-major; 1 at the place that spoke most, 0 where nothing did. All 0 when no place did. */
  readonly values: readonly number[];
}

/** A model that can be asked where it looked. Whoever has it disposes it, beside the model. */
export interface AskableModel {
  /** Pictures to the last features that have places, `[batch, height, width, channels]`. */
  readonly stem: tf.LayersModel;
  /** From there to the model's answer. */
  readonly tail: tf.LayersModel;
  dispose(): void;
}

/**
 * Cuts a model behind its last features that still have places; pooling and dropout after them belong to the rest.
 *
 * @param model pictures `[batch, height, width, channels]` to one answer for each class
 * @throws Error when the model has no such features
 */
export function askable(model: tf.LayersModel): AskableModel {
  const places = model.layers.filter(hasPlaces);
  const last = places.at(-1);
  const next = model.layers.find((layer) => last !== undefined && takes(layer, last));
  if (!next) throw new Error("This model has no features by place: nothing tells where it looked.");
  const { stem, tail } = splitModel(model, next.name);
  return {
    stem,
    tail,
    dispose: () => {
      tail.dispose(); // the stem's weights are the model's
    },
  };
}

/** Layers that pass features on, smaller or fewer, and find none of their own. */
const passing = /Pooling|Dropout|Flatten|Reshape|Permute|Input|Rescaling|Random/;

function hasPlaces(layer: tf.layers.Layer): boolean {
  const shape = layer.outputShape;
  const [, height, width] = shape as number[];
  return (
    shape.length === 4 &&
    !Array.isArray(shape[0]) &&
    (height ?? 0) * (width ?? 0) > 1 &&
    !passing.test(layer.getClassName())
  );
}

function takes(layer: tf.layers.Layer, source: tf.layers.Layer): boolean {
  const { input } = layer;
  return !Array.isArray(input) && input.sourceLayer === source;
}

/**
 * Asks where the model looked for a class. Keeps no tensor.
 *
 * @param picture `[1, height, width, channels]`, of the model's size and value range; stays the caller's
 */
export async function activationMap(
  { stem, tail }: AskableModel,
  picture: tf.Tensor4D,
  classIndex: number,
): Promise<ActivationMap> {
  const map = tf.tidy(() => {
    const features = stem.apply(picture, { training: false }) as tf.Tensor4D;
    const answer = (x: tf.Tensor): tf.Tensor =>
      logitOf(tail.apply(x, { training: false }), classIndex);
    const weights = tf.mean(tf.grad(answer)(features), [1, 2], true);
    const spoken = tf.relu(tf.sum(tf.mul(features, weights), 3));
    return tf.squeeze(spoken, [0]) as tf.Tensor2D;
  });
  const [height, width] = map.shape;
  const values = Array.from(await map.data());
  map.dispose();
  const most = Math.max(...values);
  return { width, height, values: most > 0 ? values.map((value) => value / most) : values };
}

/** One unit stands for two classes, and speaks for the second. */
function logitOf(output: ReturnType<tf.LayersModel["apply"]>, classIndex: number): tf.Tensor {
  const logits = output as tf.Tensor2D;
  if (logits.shape[1] === 1) return tf.sum(classIndex === 1 ? logits : tf.neg(logits));
  return tf.sum(tf.slice(logits, [0, classIndex], [1, 1]));
}
