/** Transfer learning: any model without its head, frozen, with a new head. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { dropout as dropoutLayer } from "../layers/dropout";
import { dense, type DenseOptions } from "../layers/dense";
import { flatten } from "../layers/flatten";
import { layerNamed } from "./layer-named";
import { givenOptions, requireModel } from "./require-model";

/** Options of {@link featureExtractor}. */
export interface FeatureExtractorOptions {
  /** Length of the new output. */
  readonly numClasses: number;
  /**
   * Name of the last layer to keep. Default: all of a base without its top; else the one before the last layer with weights.
   */
  readonly cutAt?: string;
  /** Units of a hidden dense layer in the new head. Default: none. */
  readonly denseUnits?: number | null;
  /** Share of features dropped before the output. Default: none. */
  readonly dropout?: number | null;
  /** Penalty on the output layer's kernel, such as `"l2"`: with few photos the answers generalize better. Default: none. */
  readonly kernelRegularizer?: DenseOptions["kernelRegularizer"];
  /** Whether the kept layers stay as they are in training. Default true. */
  readonly freeze?: boolean;
}

/**
 * Whether a base still classifies: its last weights are a dense layer's, or a convolution's whose output is pooled into
 * answers. A pretrained base without its top ends in normalized features, or in features by place.
 */
function hasTop(base: tf.LayersModel, weighted: tf.layers.Layer): boolean {
  const kind = weighted.getClassName().replace(/^Flowers>/, "");
  if (kind === "Dense") return true;
  const byPlace = base.outputs.every(({ shape }) => shape.length > 2);
  return !byPlace && !kind.endsWith("Normalization");
}

function cutLayer(base: tf.LayersModel, cutAt: string | undefined): tf.layers.Layer {
  if (cutAt !== undefined) return layerNamed("featureExtractor", base, cutAt);
  const weighted = base.layers.filter((layer) => layer.weights.length > 0).at(-1);
  const last = base.layers.at(-1);
  if (weighted && last && !hasTop(base, weighted)) return base.outputs[0]?.sourceLayer ?? last;
  const kept = weighted && base.layers[base.layers.indexOf(weighted) - 1];
  if (kept) return kept;
  throw new ModelZooError(
    "invalid-argument",
    "featureExtractor: the model has no layer before its head.",
  );
}

/** Freezes a layer, and those inside it, as Keras's `trainable = False` does. */
function freezeLayer(layer: tf.layers.Layer): void {
  layer.trainable = false;
  if ("layers" in layer) (layer.layers as tf.layers.Layer[]).forEach(freezeLayer);
}

/**
 * A new classifier over the features of a saved one. Spatial features `[batch, height, width, channels]` are averaged
 * over height and width; others are flattened. Load the base with `tf.loadLayersModel` (`file://` in Node, a URL in the
 * page). The layers kept are shared with the base, frozen ones too: dispose of one of the two models only. The input is the base's, unscaled: feed what the base was trained on.
 *
 * The trainer of `@flowers/training` leaves frozen batch normalization as it is, as Keras does; tfjs's own `fit` keeps moving
 * its averages (docs/decisions/frozen-normalization.md).
 *
 * @throws ModelZooError `unknown-name` if no layer has the name `cutAt`, `invalid-argument` if nothing is left to keep
 *
 * @example
 * const model = featureExtractor(await tf.loadLayersModel("file://flowers/model.json"), { numClasses: 3 });
 */
export function featureExtractor(
  base: tf.LayersModel,
  options: FeatureExtractorOptions,
): tf.LayersModel {
  requireModel("featureExtractor", "base", base);
  const {
    numClasses,
    cutAt,
    denseUnits = null,
    dropout = null,
    kernelRegularizer = null,
    freeze = true,
  } = givenOptions("featureExtractor", options);
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw new ModelZooError(
      "invalid-argument",
      `featureExtractor: numClasses must be a positive whole number; received ${numClasses}.`,
    );
  }
  const kept = cutLayer(base, cutAt);
  const features = kept.output;
  if (Array.isArray(features)) {
    throw new ModelZooError(
      "invalid-argument",
      `featureExtractor: layer "${kept.name}" must have one output.`,
    );
  }
  if (freeze) base.layers.forEach(freezeLayer);
  let x = features;
  if (features.shape.length === 4) {
    const pool = tf.layers.globalAveragePooling2d({
      name: "pooled_features",
      dataFormat: "channelsLast",
    });
    x = pool.apply(features) as tf.SymbolicTensor;
  } else if (features.shape.length > 2) {
    x = flatten({ name: "flat_features" }).apply(features) as tf.SymbolicTensor;
  }
  if (denseUnits !== null)
    x = dense({ units: denseUnits, activation: "relu", name: "head_dense" }).apply(
      x,
    ) as tf.SymbolicTensor;
  if (dropout !== null)
    x = dropoutLayer({ rate: dropout, name: "head_dropout" }).apply(x) as tf.SymbolicTensor;
  x = dense({ units: numClasses, kernelRegularizer, name: "head_outputs" }).apply(
    x,
  ) as tf.SymbolicTensor;
  return tf.model({ inputs: base.inputs, outputs: x, name: `${base.name}_features` });
}
